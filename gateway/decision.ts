import type { WeighedHypothesis } from './hypothesis.js';

export type Decision = 'ACCEPT' | 'REJECT';

/** Each in [0, 1]. */
export interface RejectionThresholds {
  readonly inDomain: number;
  readonly posterior: number;
}

/**
 * Whether the merged list is an answer. Confidence says "exactly right", and an utterance may well be ours although no
 * hypothesis is sure of its slots: what rejects is the probability that the utterance is any domain's, and only a best
 * posterior that is next to nothing besides. An empty list is REJECT.
 * @param hypotheses merged, best first
 * @param inDomain what each domain that answered says: P(this utterance is mine), in [0, 1]
 */
export function decide(
  hypotheses: readonly Pick<WeighedHypothesis, 'posterior'>[],
  inDomain: readonly number[],
  thresholds: RejectionThresholds,
): Decision {
  if (hypotheses.length === 0) return 'REJECT';
  if (anyDomain(inDomain) < thresholds.inDomain) return 'REJECT';
  return hypotheses[0].posterior < thresholds.posterior ? 'REJECT' : 'ACCEPT';
}

/**
 * P(the utterance is any domain's) from each domain's own claim: 1 - product(1 - p). Two domains that each half claim an
 * ambiguous request (0.4 and 0.4) make it likely ours (0.64), which their maximum would deny. 0 for no claims.
 */
export function anyDomain(inDomain: readonly number[]): number {
  return 1 - inDomain.reduce((none, claim) => none * (1 - claim), 1);
}
