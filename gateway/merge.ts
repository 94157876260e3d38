import type { WeighedHypothesis } from './hypothesis.js';

/** What of the merged list is returned. */
export interface MergeLimits {
  /** At least 1. */
  readonly maxHypotheses: number;
  /** Hypotheses with a lower posterior are left out; [0, 1]. */
  readonly minConfidence: number;
}

/**
 * Merges the domains' hypotheses into one list, best first: by posterior, which is the confidence when no prior was
 * applied. Ties: the higher confidence, then the domain's name in code-unit order, then the order in which the domain
 * gave them. The result does not depend on the order of the domains. Empty in, empty out.
 */
export function merge<H extends Pick<WeighedHypothesis, 'domain' | 'confidence' | 'posterior'>>(
  hypotheses: readonly H[],
  { maxHypotheses, minConfidence }: MergeLimits,
): H[] {
  return hypotheses
    .filter((hypothesis) => hypothesis.posterior >= minConfidence)
    .sort((a, b) => b.posterior - a.posterior || b.confidence - a.confidence || compareNames(a.domain, b.domain))
    .slice(0, maxHypotheses);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
