import { Command } from 'commander';
import { NluError } from '../../proto/errors.js';
import { demoCommand } from './commands/demo.js';
import { evaluateCommand } from './commands/evaluate.js';
import { interpretCommand } from './commands/interpret.js';
import { predictCommand } from './commands/predict.js';
import { startCommand } from './commands/start.js';

const program = new Command('nlu-reranker')
  .description('Distributed, per-domain NLU re-ranking: run it, train it, measure it.')
  .addHelpText('after', '\nEach command is an npm script too: npm run <command> -- --help')
  .addCommand(demoCommand())
  .addCommand(startCommand())
  .addCommand(interpretCommand())
  .addCommand(predictCommand())
  .addCommand(evaluateCommand());
for (const command of program.commands) command.showHelpAfterError('(--help tells what it takes)');

try {
  await program.parseAsync();
} catch (error) {
  // What is the user's to mend needs its message only; anything else is a defect of ours, with its stack.
  const text = error instanceof NluError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
