import { NluError } from '../../serving/errors.js';
import type { CorpusRow } from '../corpus/corpus-row.js';
import { drawOf } from '../corpus/folds.js';
import type { DomainExample } from './domain-corpus.js';

/**
 * Source -> the share of its rows that a domain keeps as negatives, in (0, 1]; a source that is not named is kept
 * whole.
 */
export type NegativeRates = ReadonlyMap<string, number>;

/** The sources of a domain's negatives with their sampling rates, as a manifest declares them. */
export type DeclaredNegatives = readonly { readonly source: string; readonly rate: number }[];

/**
 * How many utterances a row stands for in the domain's data: 1 for the domain's own; the inverse of the rate for a
 * negative that was drawn, so that the re-ranker sees other domains' utterances as often as they come; 0 for one that
 * was left out. The draw depends on the text, so that the same request is kept or left out in every corpus, and on the
 * domain, so that each domain leaves out others.
 */
export function negativeWeight(
  { domain: owner, source, text }: Pick<CorpusRow, 'domain' | 'source' | 'text'>,
  domain: string,
  rates: NegativeRates,
  seed: number,
): number {
  const rate = rates.get(source) ?? 1;
  if (owner === domain || rate === 1) return 1;
  return drawOf(text, `negatives of ${domain}\n${seed}`) < rate ? 1 / rate : 0;
}

/** What a row weighs in the re-ranker's losses: the utterances that it stands for, times the belief in its label. */
export function rowWeight(
  row: Pick<CorpusRow, 'domain' | 'source' | 'text' | 'belief'>,
  domain: string,
  rates: NegativeRates,
  seed: number,
): number {
  return (row.belief ?? 1) * negativeWeight(row, domain, rates, seed);
}

/**
 * Every source of the domain's negatives with its rate, in the order of their first rows.
 * @throws NluError INVALID_ARGUMENT for a rate of a source that gives no negatives
 */
export function declareNegatives(
  examples: readonly Pick<DomainExample, 'source' | 'isInDomain'>[],
  rates: NegativeRates,
): DeclaredNegatives {
  const sources = [...new Set(examples.filter(({ isInDomain }) => !isInDomain).map(({ source }) => source))];
  const unknown = [...rates.keys()].find((source) => !sources.includes(source));
  if (unknown !== undefined) {
    throw new NluError(
      'INVALID_ARGUMENT',
      `negatives ${unknown}: no such source of negatives; there are ${sources.join(', ') || 'none'}`,
    );
  }
  return sources.map((source) => ({ source, rate: rates.get(source) ?? 1 }));
}
