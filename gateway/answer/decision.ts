import type { PriorTable } from './prior-table.js';
import type { Reading } from './readings.js';

export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT';

/** What a gateway is told; the rest is the table's. */
export interface ConfiguredRejection {
  readonly inDomain?: number | undefined;
}

/** P(any domain's) below which is rejected, in [0, 1]: as configured, else as the table of priors was fitted. */
export function thresholdOf({ rejection }: Pick<PriorTable, 'rejection'>, configured: ConfiguredRejection): number {
  return configured.inDomain ?? rejection?.inDomain ?? 0.5;
}

/**
 * Whether the merged list is an answer. Confidence says "exactly right", and an utterance may well be ours although no
 * hypothesis is sure of its slots: what rejects is the probability that the utterance is any domain's, and no posterior.
 * An empty list is REJECT. What is not rejected is asked about when more than one reading is to be offered.
 * @param hypotheses merged
 * @param inDomain what each domain that answered says: P(this utterance is mine), in [0, 1]
 * @param offered the readings that the user is to choose from; one or none: nothing to ask
 */
export function decide(
  hypotheses: readonly object[],
  inDomain: readonly number[],
  threshold: number,
  offered: readonly Pick<Reading, 'domain'>[],
): Decision {
  if (hypotheses.length === 0) return 'REJECT';
  if (anyDomain(inDomain) < threshold) return 'REJECT';
  return offered.length > 1 ? 'CLARIFY' : 'ACCEPT';
}

/**
 * P(the utterance is any domain's) from each domain's own claim: 1 - product(1 - p). Two domains that each half claim an
 * ambiguous request (0.4 and 0.4) make it likely ours (0.64), which their maximum would deny. 0 for no claims.
 */
export function anyDomain(inDomain: readonly number[]): number {
  return 1 - inDomain.reduce((none, claim) => none * (1 - claim), 1);
}
