import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { AMBIGUOUS } from '../corpus/corpus-row.js';
import { isOutOfDomain } from '../metrics/scored.js';
import type { CrossDomain } from '../run/cross-domain.js';

/** Share of the utterances of no domain that may be let in. */
const FALSE_ACCEPTS = 0.01;
/** Fewer utterances of no domain than this say too little of one in a hundred: the last twenty of them decide. */
export const LEAST_OTHERS = 2000;

/** What a generated row weighs: its words are authored, and as many as its authors liked; how often they come nobody knows. */
export const GENERATED_WEIGHT = 0.1;

/** How much a source's rows weigh in thresholds; a source that is not named weighs 1. */
export type SourceWeights = Readonly<Record<string, number>>;

/**
 * Fits the threshold for rejecting: the lowest P(any domain's) from which on at most 1 % of the weight of all utterances of
 * no domain is let in. All sources are pooled: a source of few rows would set the threshold by its single worst one. The rows
 * must be held out, since a domain is surer of what it was trained on. Rounded up to three digits.
 * @returns undefined where there are no utterances of no domain
 */
export function fitRejection(
  rows: readonly Pick<CrossDomain, 'source' | 'reference' | 'inDomain'>[],
  weights: SourceWeights = {},
): PriorTable['rejection'] {
  const others = rows
    .filter(({ reference }) => reference.domain !== AMBIGUOUS && isOutOfDomain(reference))
    .map(({ source, inDomain = 0 }) => ({ inDomain, weight: weights[source] ?? 1 }))
    .sort((one, other) => other.inDomain - one.inDomain);
  if (others.length === 0) return undefined;
  const bound = FALSE_ACCEPTS * others.reduce((sum, { weight }) => sum + weight, 0);
  let letIn = 0;
  const firstKept = others.findIndex(({ weight }) => {
    letIn += weight;
    return letIn > bound;
  });
  // Just above the surest utterance that must stay out; within the bound all are let in.
  const surest = firstKept < 0 ? 0 : others[firstKept].inDomain;
  const threshold = Math.min(1, Math.floor(1e3 * surest + 1) / 1e3);
  return { inDomain: threshold, falseAccepts: FALSE_ACCEPTS };
}
