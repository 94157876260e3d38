#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { NluError } from '../serving/errors.js';
import { projectRoot } from '../serving/project.js';
import { fileProblem } from './option-file.js';

type Load = () => Promise<Command>;

/**
 * Every command by its name, under what it is for. The file of a command that is not asked for is not loaded: loading all
 * of them takes half of the time of a short command.
 */
const GROUPS: Readonly<Record<string, Readonly<Record<string, Load>>>> = {
  'Run:': {
    demo: async () => (await import('./commands/demo.js')).demoCommand(),
    shell: async () => (await import('./commands/shell.js')).shellCommand(),
    console: async () => (await import('./commands/console.js')).consoleCommand(),
    start: async () => (await import('./commands/start.js')).startCommand(),
    'start-nats': async () => (await import('./commands/start-nats.js')).startNatsCommand(),
    serve: async () => (await import('./commands/serve.js')).serveCommand(),
    'serve-all': async () => (await import('../one-process/serve-all.js')).serveAllCommand(),
    interpret: async () => (await import('./commands/interpret.js')).interpretCommand(),
    feedback: async () => (await import('./commands/feedback.js')).feedbackCommand(),
    predict: async () => (await import('./commands/predict.js')).predictCommand(),
    resolve: async () => (await import('./commands/entities/resolve.js')).resolveCommand(),
    describe: async () => (await import('./commands/describe.js')).describeCommand(),
  },
  'Measure:': {
    evaluate: async () => (await import('./commands/evaluate.js')).evaluateCommand(),
    failures: async () => (await import('./learning/failures.js')).failuresCommand(),
    year: async () => (await import('./commands/training/year.js')).yearCommand(),
    replay: async () => (await import('./release/commands/replay.js')).replayCommand(),
    diff: async () => (await import('./release/commands/diff.js')).diffCommand(),
  },
  'Train:': {
    domain: async () => (await import('./commands/domain.js')).domainCommand(),
    data: async () => (await import('./commands/data.js')).dataCommand(),
    train: async () => (await import('./commands/train.js')).trainCommand(),
    learn: async () => (await import('./commands/training/learn.js')).learnCommand(),
    rewrites: async () => (await import('./commands/training/rewrites.js')).rewritesCommand(),
    catalogue: async () => (await import('./commands/catalogue.js')).catalogueCommand(),
  },
  'Release:': {
    keys: async () => (await import('./release/commands/keys.js')).keysCommand(),
    priors: async () => (await import('./release/commands/priors.js')).priorsCommand(),
    verify: async () => (await import('./release/commands/verify.js')).verifyCommand(),
    gates: async () => (await import('./release/commands/gates.js')).gatesCommand(),
    buckets: async () => (await import('./release/commands/buckets.js')).bucketsCommand(),
    deploy: async () => (await import('./release/commands/deploy.js')).deployCommand(),
    trial: async () => (await import('./release/commands/trial.js')).trialCommand(),
    promote: async () => (await import('./release/commands/promote.js')).promoteCommand(),
    withdraw: async () => (await import('./release/commands/withdraw.js')).withdrawCommand(),
    status: async () => (await import('./release/commands/status.js')).statusCommand(),
    history: async () => (await import('./release/commands/history.js')).historyCommand(),
    rollback: async () => (await import('./release/commands/rollback.js')).rollbackCommand(),
  },
};

const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
const program = new Command('nlu-reranker')
  .description('Distributed, per-domain NLU re-ranking: run it, measure it, train it, release it.')
  .version(version)
  // Options after a command's name are that command's, so that a command and its subcommand may share a name.
  .enablePositionalOptions()
  .showHelpAfterError('(nlu-reranker --help lists the commands)')
  .addHelpText(
    'after',
    `
nlu-reranker COMMAND --help tells what a command takes.
In a clone, npm run COMMAND -- OPTIONS does the same; start-nats is start:nats there.`,
  );
const asked = process.argv[2] ?? '';
const isKnown = Object.values(GROUPS).some((commands) => Object.hasOwn(commands, asked));
for (const [group, commands] of Object.entries(GROUPS)) {
  for (const [name, load] of Object.entries(commands)) {
    if (isKnown && name !== asked) continue;
    const command = await load();
    program.addCommand(command.helpGroup(group).showHelpAfterError('(--help tells what it takes)'));
  }
}

try {
  await program.parseAsync();
} catch (error) {
  // What is the user's to mend needs its message only; anything else is a defect of ours, with its stack.
  const text =
    error instanceof NluError
      ? error.message
      : (fileProblem(error) ?? (error instanceof Error ? error.stack : String(error)));
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
