import type { Presence } from './missing-risk.js';
import type { PriorTable } from './priors/prior-table.js';
import type { Reading } from './readings.js';

export type Decision = 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED';

/** The thresholds that a gateway is configured with; absent: those that the table of priors was fitted with. */
export interface ConfiguredThresholds {
  readonly rejection?: { readonly inDomain?: number | undefined };
  readonly accept?: { readonly minProbability?: number | undefined };
  readonly missing?: { readonly maxRisk?: number | undefined };
}

/** The thresholds of a decision, each in [0, 1]. */
export interface Thresholds {
  /** P(the utterance is any domain's) below which it is rejected. */
  readonly inDomain: number;
  /** Probability of the best reading below which it is asked about instead of accepted. */
  readonly minProbability: number;
  /** P(an absent domain was meant) above which nothing is decided. */
  readonly maxMissingRisk: number;
}

/** One utterance in twenty that is decided without a domain may be that domain's. */
export const DEFAULT_MISSING_RISK = 0.05;

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
    maxMissingRisk: configured.missing?.maxRisk ?? DEFAULT_MISSING_RISK,
  };
}

/**
 * What to do with an utterance.
 * - UNDECIDED: a domain that did not reply may be the one that is meant, with more than its threshold.
 * - REJECT: without a hypothesis, or where P(any domain) is below its threshold. A confidence says "exactly right", and an
 *   utterance may well be a domain's although no hypothesis is sure of its slots: no posterior rejects.
 * - CLARIFY: more than one reading is to be offered, or the only one is not believed enough to act on ("did you mean ...?").
 * - ACCEPT: one reading is to be offered, and its probability reaches its threshold.
 * @param hypotheses all of them, before any limit of the request: what is listed decides nothing
 * @param presence P(the utterance is any domain's) and P(it is an absent domain's)
 * @param offered the readings that the user is to choose from, best first; none: REJECT
 */
export function decide(
  hypotheses: readonly object[],
  { anyDomain, missingRisk }: Presence,
  thresholds: Thresholds,
  offered: readonly Pick<Reading, 'probability'>[],
): Decision {
  if (missingRisk > thresholds.maxMissingRisk) return 'UNDECIDED';
  const [best] = offered;
  if (hypotheses.length === 0 || !best) return 'REJECT';
  if (anyDomain < thresholds.inDomain) return 'REJECT';
  return offered.length === 1 && best.probability >= thresholds.minProbability ? 'ACCEPT' : 'CLARIFY';
}
