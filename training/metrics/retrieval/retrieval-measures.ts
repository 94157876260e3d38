/** The entities that were found for one query, best first, by how good each is; 0: not what was meant. */
export interface RankedGrades {
  readonly grades: readonly number[];
  /** The grades above 0 of all entities that should have been found, in any order; at least one. */
  readonly relevant: readonly number[];
}

/** Whether one of the first `depth` is relevant: 1 or 0. */
export function hit({ grades }: RankedGrades, depth: number): number {
  return grades.slice(0, depth).some((grade) => grade > 0) ? 1 : 0;
}

/** Share of the relevant entities, at most `depth` of them, that are among the first `depth`. */
export function recall({ grades, relevant }: RankedGrades, depth: number): number {
  return grades.slice(0, depth).filter((grade) => grade > 0).length / Math.min(depth, relevant.length);
}

/** 1 over the place of the first relevant entity; 0 where there is none. */
export function reciprocalRank({ grades }: RankedGrades): number {
  const place = grades.findIndex((grade) => grade > 0);
  return place < 0 ? 0 : 1 / (place + 1);
}

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002; Burges et al. 2005): gains 2^grade - 1, discounted
 * by log2(place + 1), over those of the best order. In [0, 1].
 */
export function normalisedGain({ grades, relevant }: RankedGrades, depth: number): number {
  const best = [...relevant].sort((one, other) => other - one);
  return discountedGain(grades, depth) / discountedGain(best, depth);
}

function discountedGain(grades: readonly number[], depth: number): number {
  return grades.slice(0, depth).reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}
