#!/usr/bin/env node
import { Command } from 'commander';
import { NluError } from '../serving/errors.js';

/** Every command by its name; the file of one that is not asked for is not loaded, for that is half of a short command. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  data: async () => (await import('./commands/data.js')).dataCommand(),
  demo: async () => (await import('./commands/demo.js')).demoCommand(),
  start: async () => (await import('./commands/start.js')).startCommand(),
  interpret: async () => (await import('./commands/interpret.js')).interpretCommand(),
  predict: async () => (await import('./commands/predict.js')).predictCommand(),
  evaluate: async () => (await import('./commands/evaluate.js')).evaluateCommand(),
  deploy: async () => (await import('./commands/deploy.js')).deployCommand(),
  diff: async () => (await import('./commands/diff.js')).diffCommand(),
  gates: async () => (await import('./commands/gates.js')).gatesCommand(),
  history: async () => (await import('./commands/history.js')).historyCommand(),
  keys: async () => (await import('./commands/keys.js')).keysCommand(),
  priors: async () => (await import('./commands/priors.js')).priorsCommand(),
  replay: async () => (await import('./commands/replay.js')).replayCommand(),
  rollback: async () => (await import('./commands/rollback.js')).rollbackCommand(),
  'start-nats': async () => (await import('./commands/start-nats.js')).startNatsCommand(),
  status: async () => (await import('./commands/status.js')).statusCommand(),
  train: async () => (await import('./commands/train.js')).trainCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
};

const program = new Command('nlu-reranker')
  .description('Distributed, per-domain NLU re-ranking: run it, train it, measure it.')
  // Options after a command's name are that command's, so that a command and its subcommand may share a name.
  .enablePositionalOptions()
  .addHelpText('after', '\nEach command is an npm script too: npm run <command> -- --help');
const asked = process.argv[2] ?? '';
const needed = Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
for (const name of needed) program.addCommand(await COMMANDS[name]!());
for (const command of program.commands) command.showHelpAfterError('(--help tells what it takes)');

try {
  await program.parseAsync();
} catch (error) {
  // What is the user's to mend needs its message only; anything else is a defect of ours, with its stack.
  const text = error instanceof NluError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
