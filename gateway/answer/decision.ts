import type { PriorTable } from './priors/prior-table.js';

export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT';

/** The threshold that a gateway is configured with; absent: the one that the table of priors was fitted with. */
export interface ConfiguredRejection {
  readonly inDomain?: number | undefined;
}

/** Without a configured or a fitted threshold: an utterance is taken once it is as likely a domain's as not. */
export const DEFAULT_THRESHOLD = 0.5;

/** P(the utterance is any domain's) below which it is rejected, in [0, 1]: as configured, else as the table was fitted. */
export function thresholdOf({ rejection }: Pick<PriorTable, 'rejection'>, configured: ConfiguredRejection): number {
  return configured.inDomain ?? rejection?.inDomain ?? DEFAULT_THRESHOLD;
}

/**
 * Whether the merged list is an answer. A confidence says "exactly right", and an utterance may well be a domain's although
 * no hypothesis is sure of its slots: what rejects is the probability that the utterance is any domain's, and no posterior.
 * An empty list is REJECT. What is not rejected is asked about when more than one reading is to be offered.
 * @param hypotheses merged
 * @param inDomain P(the utterance is the domain's) of each domain that replied, in [0, 1]
 * @param offered the readings that the user is to choose from; one or none: nothing to ask
 */
export function decide(
  hypotheses: readonly object[],
  inDomain: readonly number[],
  threshold: number,
  offered: readonly object[],
): Decision {
  if (hypotheses.length === 0) return 'REJECT';
  if (anyDomain(inDomain) < threshold) return 'REJECT';
  return offered.length > 1 ? 'CLARIFY' : 'ACCEPT';
}

/**
 * P(the utterance is any domain's) from each domain's own probability p: 1 - product(1 - p). Two domains that are each half
 * sure of an ambiguous request (0.4 and 0.4) make it likely some domain's (0.64), which their maximum would deny. 0 for
 * an empty list.
 */
export function anyDomain(inDomain: readonly number[]): number {
  return 1 - inDomain.reduce((none, probability) => none * (1 - probability), 1);
}
