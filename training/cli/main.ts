import { Command } from 'commander';
import { NluError } from '../../proto/errors.js';
import { demoCommand } from './commands/demo.js';
import { deployCommand } from './commands/deploy.js';
import { diffCommand } from './commands/diff.js';
import { evaluateCommand } from './commands/evaluate.js';
import { gatesCommand } from './commands/gates.js';
import { historyCommand } from './commands/history.js';
import { interpretCommand } from './commands/interpret.js';
import { keysCommand } from './commands/keys.js';
import { predictCommand } from './commands/predict.js';
import { priorsCommand } from './commands/priors.js';
import { replayCommand } from './commands/replay.js';
import { rollbackCommand } from './commands/rollback.js';
import { startCommand } from './commands/start.js';
import { startNatsCommand } from './commands/start-nats.js';
import { statusCommand } from './commands/status.js';
import { trainCommand } from './commands/train.js';
import { verifyCommand } from './commands/verify.js';

const program = new Command('nlu-reranker')
  .description('Distributed, per-domain NLU re-ranking: run it, train it, measure it.')
  // Options after a command's name are that command's, so that a command and its subcommand may share a name.
  .enablePositionalOptions()
  .addHelpText('after', '\nEach command is an npm script too: npm run <command> -- --help')
  .addCommand(demoCommand())
  .addCommand(startCommand())
  .addCommand(interpretCommand())
  .addCommand(predictCommand())
  .addCommand(evaluateCommand())
  .addCommand(deployCommand())
  .addCommand(diffCommand())
  .addCommand(gatesCommand())
  .addCommand(historyCommand())
  .addCommand(keysCommand())
  .addCommand(priorsCommand())
  .addCommand(replayCommand())
  .addCommand(rollbackCommand())
  .addCommand(startNatsCommand())
  .addCommand(statusCommand())
  .addCommand(trainCommand())
  .addCommand(verifyCommand());
for (const command of program.commands) command.showHelpAfterError('(--help tells what it takes)');

try {
  await program.parseAsync();
} catch (error) {
  // What is the user's to mend needs its message only; anything else is a defect of ours, with its stack.
  const text = error instanceof NluError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
