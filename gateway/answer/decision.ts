import type { PriorTable } from './priors/prior-table.js';
import type { Reading } from './readings.js';

export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT';

/** The thresholds that a gateway is configured with; absent: those that the table of priors was fitted with. */
export interface ConfiguredThresholds {
  readonly rejection?: { readonly inDomain?: number | undefined };
  readonly accept?: { readonly minProbability?: number | undefined };
}

/** Both thresholds of a decision, each in [0, 1]. */
export interface Thresholds {
  /** P(the utterance is any domain's) below which it is rejected. */
  readonly inDomain: number;
  /** Probability of the best reading below which it is asked about instead of accepted. */
  readonly minProbability: number;
}

/** Without a configured or a fitted threshold: as likely as not. */
export const DEFAULT_THRESHOLD = 0.5;

/** The thresholds as configured, else as the table was fitted, else the default. */
export function thresholdsOf(
  { rejection, accept }: Pick<PriorTable, 'rejection' | 'accept'>,
  configured: ConfiguredThresholds = {},
): Thresholds {
  return {
    inDomain: configured.rejection?.inDomain ?? rejection?.inDomain ?? DEFAULT_THRESHOLD,
    minProbability: configured.accept?.minProbability ?? accept?.minProbability ?? DEFAULT_THRESHOLD,
  };
}

/**
 * What to do with an utterance.
 * - REJECT: without a hypothesis, or where P(any domain) is below its threshold. A confidence says "exactly right", and an
 *   utterance may well be a domain's although no hypothesis is sure of its slots: no posterior rejects.
 * - CLARIFY: more than one reading is to be offered, or the only one is not believed enough to act on ("did you mean ...?").
 * - ACCEPT: one reading is to be offered, and its probability reaches its threshold.
 * @param hypotheses all of them, before any limit of the request: what is listed decides nothing
 * @param anyDomain P(the utterance is any domain's), in [0, 1]
 * @param offered the readings that the user is to choose from, best first; none: REJECT
 */
export function decide(
  hypotheses: readonly object[],
  anyDomain: number,
  thresholds: Thresholds,
  offered: readonly Pick<Reading, 'probability'>[],
): Decision {
  const [best] = offered;
  if (hypotheses.length === 0 || !best) return 'REJECT';
  if (anyDomain < thresholds.inDomain) return 'REJECT';
  return offered.length === 1 && best.probability >= thresholds.minProbability ? 'ACCEPT' : 'CLARIFY';
}
