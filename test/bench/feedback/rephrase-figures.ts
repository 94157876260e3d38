import { grouped } from '../../../training/learning/grouped.js';
import type { Interval } from '../../../training/metrics/bootstrap.js';
import { seeded } from '../../../training/numeric/random.js';

/** A pair of requests that a model has scored. */
export interface ScoredPair {
  readonly score: number;
  readonly isRephrase: boolean;
  /** What is drawn together when resampled. */
  readonly group: string;
}

const RESAMPLES = 500;

/**
 * The share of rephrases that score above all but `falseShare` of the others, with the middle 95 % of the same figure over
 * groups drawn with replacement; draws without either kind are left out. NaN where a kind of pair is missing.
 */
export function recallAtFalseShare(pairs: readonly ScoredPair[], falseShare: number, seed = 1): Interval {
  const groups = [...grouped(pairs, ({ group }) => group).values()];
  const random = seeded(seed);
  const drawn = Float64Array.from({ length: RESAMPLES }, () => {
    const chosen = groups.flatMap(() => groups[random.below(groups.length)]);
    return recall(chosen, falseShare);
  })
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? Number.NaN;
  return { value: recall(pairs, falseShare), low: at(0.025), high: at(0.975) };
}

function recall(pairs: readonly ScoredPair[], falseShare: number): number {
  const others = Float64Array.from(pairs.filter(({ isRephrase }) => !isRephrase).map(({ score }) => score)).sort();
  const rephrases = pairs.filter(({ isRephrase }) => isRephrase);
  if (others.length === 0) return Number.NaN;
  // As many of the others may score above as the share allows.
  const limit = others[others.length - 1 - Math.floor(falseShare * others.length)];
  return rephrases.filter(({ score }) => score > limit).length / rephrases.length;
}
