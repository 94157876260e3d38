import type { ShiftedHypothesis } from './hypothesis.js';

/** Which part of the merged list is returned. */
export interface MergeLimits {
  /** At least 1. */
  readonly maxHypotheses: number;
  /** Hypotheses with a lower posterior are left out; [0, 1]. */
  readonly minConfidence: number;
}

/** What the order of a merged list depends on. */
interface Mergeable extends Pick<ShiftedHypothesis, 'domain' | 'posterior'> {
  readonly hypothesis: { readonly confidence: number };
}

/**
 * Merges the domains' hypotheses into one list, best first: by posterior, which is the confidence when no prior was
 * applied. Ties: the higher confidence, then the domain's name in code-unit order, then the order in which the domain
 * gave them. The result does not depend on the order of the domains. Empty in, empty out.
 */
export function merge<H extends Mergeable>(
  hypotheses: readonly H[],
  { maxHypotheses, minConfidence }: MergeLimits,
): H[] {
  const best: H[] = [];
  for (const hypothesis of hypotheses) {
    if (!(hypothesis.posterior >= minConfidence)) continue;
    let place = best.length;
    if (place === maxHypotheses) {
      if (compare(best[place - 1], hypothesis) <= 0) continue;
      place--;
    }
    // Insertion behind its equals: lists are short, and each domain's hypotheses come sorted.
    for (; place > 0 && compare(best[place - 1], hypothesis) > 0; place--) best[place] = best[place - 1];
    best[place] = hypothesis;
  }
  return best;
}

/** Negative when `a` comes first, 0 for those of one domain that nothing tells apart. */
function compare(a: Mergeable, b: Mergeable): number {
  return (
    b.posterior - a.posterior ||
    b.hypothesis.confidence - a.hypothesis.confidence ||
    (a.domain < b.domain ? -1 : a.domain > b.domain ? 1 : 0)
  );
}
