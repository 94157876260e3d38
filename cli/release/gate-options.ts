import { type Command, InvalidArgumentError } from 'commander';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { sampleCorpora } from '../../training/corpus/default-corpora.js';
import { assignDomain } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import { collect, positiveInteger } from '../options.js';
import type { Verdict } from './gates/gates.js';

export interface GateFlags {
  readonly corpus?: readonly string[];
  readonly stealBudget: number;
  readonly resamples: number;
  readonly seed: number;
}

/** Adds the options for the gates' corpora, budget and bootstrap. */
export function withGateOptions(command: Command): Command {
  return command
    .option('--corpus <path>', 'what to measure on; repeat it (default: the sample that ships)', collect)
    .option('--steal-budget <share>', "how much the share won of another domain's utterances may grow", share, 0.01)
    .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 10_000)
    .option('--seed <n>', 'seed of the bootstrap', positiveInteger, 1);
}

/** The rows of the corpora, each with its domain. Without a corpus: the shipped sample, and a note on standard error. */
export function gateRows(corpus?: readonly string[]): CorpusRow[] {
  const rows = assigned(corpus ?? sampleCorpora());
  if (!corpus) {
    process.stderr.write(
      `gates: on the ${rows.length} utterances of the sample that ships, whose intervals are wide; --corpus names a set of your own\n`,
    );
  }
  return rows;
}

function assigned(corpus: readonly string[]): CorpusRow[] {
  const schemas = domainFolders().map(({ schema }) => schema);
  return corpus.flatMap(readCorpus).map((row) => ({ ...row, domain: assignDomain(row, schemas) }));
}

/** One line per gate. */
export function verdictText({ gate, passed, active, candidate, low, high }: Verdict): string {
  const interval = low === undefined || high === undefined ? '' : `  (${low.toFixed(4)} to ${high.toFixed(4)})`;
  return `${passed ? 'passed' : 'FAILED'}  ${gate}  ${active.toFixed(4)} -> ${candidate.toFixed(4)}${interval}`;
}

function share(value: string): number {
  if (Number(value) >= 0 && Number(value) <= 1) return Number(value);
  throw new InvalidArgumentError('Give a share from 0 to 1.');
}
