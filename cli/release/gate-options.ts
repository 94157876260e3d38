import { type Command, InvalidArgumentError, Option } from 'commander';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { NluError } from '../../serving/errors.js';
import { identifyCorpus } from '../../training/corpus/corpus-identity.js';
import { gateSetCorpora } from '../../training/corpus/default-corpora.js';
import { assigned } from '../../training/corpus/domain-assignment.js';
import { readCorpus } from '../../training/corpus/read-corpus.js';
import type { MeasuredCorpus } from '../../training/overlap/overlap.js';
import { collect, eventsKeyOption, eventsOption, positiveInteger } from '../options.js';
import type { Verdict } from './gates/gates.js';
import { rankingBundle, readHypothesisCorpora } from './gates/lists/hypothesis-corpora.js';
import { domainPairs } from './gates/opposites/domain-pairs.js';
import type { GateRequest } from './gates/run-gates.js';
import type { EventsAccess } from './gates/use/kept-events.js';
import { readUse, type Use } from './gates/use/read-use.js';
import { type UsedText, usedTexts } from './gates/use/used-texts.js';

export interface GateFlags {
  readonly corpus?: readonly string[] | undefined;
  readonly hypotheses?: readonly string[] | undefined;
  readonly stealBudget: number;
  readonly resamples: number;
  readonly seed: number;
  readonly events?: string | undefined;
  readonly eventsKey?: string | undefined;
}

/** Adds the options for the gates' corpora, budget and bootstrap. */
export function withGateOptions(command: Command): Command {
  return command
    .option('--corpus <path>', 'what to measure on; repeat it (default: the gate set that ships)', collect)
    .addOption(
      new Option('--hypotheses <file>', 'measure on the lists of your own NLU in this JSON Lines file; repeat it')
        .argParser(collect)
        .conflicts('corpus'),
    )
    .addOption(
      eventsOption('measure on what customers said, too: the events.folder of a gateway with events.text, or nats'),
    )
    .addOption(eventsKeyOption())
    .option('--steal-budget <share>', "how much the share won of another domain's utterances may grow", share, 0.01)
    .option('--resamples <n>', 'resamples of the paired bootstrap', positiveInteger, 10_000)
    .option('--seed <n>', 'seed of the bootstrap', positiveInteger, 1);
}

/** The corpora, their rows with domains. Without a corpus: the shipped gate set, and a note on standard error. */
export function gateCorpora(corpus?: readonly string[], folders: readonly string[] = []): MeasuredCorpus[] {
  const schemas = allDomains(folders).map(({ schema }) => schema);
  const corpora = (corpus ?? gateSetCorpora()).map((path) => {
    const rows = readCorpus(path).map((row) => assigned(row, schemas));
    return { identity: identifyCorpus(path, rows.length), rows };
  });
  if (!corpus) {
    const count = corpora.reduce((sum, { rows }) => sum + rows.length, 0);
    process.stderr.write(
      `gates: on the ${count} requests of the gate set that ships, which training does not read; --corpus names rows of your own\n`,
    );
  }
  return corpora;
}

/** What a candidate is measured on: corpora and pairs of opposites, or lists of another NLU. */
export async function gateRows(
  { corpus, hypotheses, events, ...place }: Pick<GateFlags, 'corpus' | 'hypotheses' | 'events'> & EventsAccess,
  candidate: Uint8Array,
  folders: readonly string[],
): Promise<Pick<GateRequest, 'corpora' | 'lists' | 'opposites' | 'use'>> {
  const bundle = await rankingBundle(candidate);
  if (!hypotheses) {
    if (!bundle.isOwn) {
      const use = events === undefined ? undefined : saidTexts(await readUse(events, place), events);
      return { corpora: gateCorpora(corpus, folders), opposites: domainPairs(bundle.domain, folders), use };
    }
    throw new NluError(
      'INVALID_ARGUMENT',
      '--hypotheses: the bundle has no recognizer; name a file of rows with the lists that it re-ranks',
    );
  }
  const { corpora, rows, kinds } = await readHypothesisCorpora(hypotheses, [bundle], allDomains(folders));
  return { corpora, lists: { rows, kinds } };
}

/**
 * The texts that gates ask of what was read.
 * @throws NluError FAILED_PRECONDITION where no request has its text
 */
export function saidTexts({ turns }: Pick<Use, 'turns'>, folder: string): UsedText[] {
  const texts = usedTexts(turns);
  if (texts.length > 0) return texts;
  const needs = 'gates and rows need what was said: set events.text in the configuration of the gateway';
  throw new NluError('FAILED_PRECONDITION', `--events ${folder}: no request has its text; ${needs}`);
}

/** One line per gate. */
export function verdictText({ gate, passed, active, candidate, low, high }: Verdict): string {
  return `${passed ? 'passed' : 'FAILED'}  ${gate}  ${active.toFixed(4)} -> ${candidate.toFixed(4)}  (${low.toFixed(4)} to ${high.toFixed(4)})`;
}

function share(value: string): number {
  if (Number(value) >= 0 && Number(value) <= 1) return Number(value);
  throw new InvalidArgumentError('Give a share from 0 to 1.');
}
