import { Command } from 'commander';
import { NluError } from '../../../serving/errors.js';
import { readOptionFile } from '../../option-file.js';
import { type ActiveFlags, activeBundles, withActiveOptions } from '../active-options.js';
import { type GateFlags, gateRows, verdictText, withGateOptions } from '../gate-options.js';
import { InterpretationCache } from '../gates/interpretation-cache.js';
import { runGates } from '../gates/run-gates.js';

interface Flags extends GateFlags, ActiveFlags {
  readonly bundle: string;
  readonly json?: boolean;
}

/** `gates`: what deploy would say of a bundle. */
export function gatesCommand(): Command {
  const command = new Command('gates')
    .description('Measure a candidate beside the active versions of all domains, as deploy does before it publishes.')
    .requiredOption('--bundle <file>', 'the candidate')
    .option('--json', 'print the verdicts as JSON');
  return withActiveOptions(withGateOptions(command))
    .addHelpText(
      'after',
      `
Exit code 1 when a gate fails.

Example:
  nlu-reranker gates --bundle new.bundle --corpus held-out.jsonl`,
    )
    .action((flags: Flags) => runGatesCommand(flags));
}

async function runGatesCommand({ bundle, json, corpus, ...flags }: Flags): Promise<void> {
  const { manifest, verdicts } = await runGates(
    readOptionFile('--bundle', bundle),
    await activeBundles(flags),
    gateRows(corpus),
    flags,
    new InterpretationCache(),
  );
  if (!verdicts) throw new NluError('FAILED_PRECONDITION', `nothing of ${manifest.domain} is active`);
  process.stdout.write(json ? `${JSON.stringify(verdicts, null, 2)}\n` : `${verdicts.map(verdictText).join('\n')}\n`);
  if (verdicts.some(({ passed }) => !passed)) process.exitCode = 1;
}
