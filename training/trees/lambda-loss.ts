import { sigmoid } from '../../serving/numeric/log-odds.js';
import type { Loss } from './loss.js';

/** Rows that are ranked against each other, list by list. */
export interface RankedLists {
  /** `[lists + 1]`: where each list's rows begin, and the end. */
  readonly start: Uint32Array;
  /** `[rows]`: how good a row is, 0 or above; its gain is 2^grade - 1. */
  readonly grades: Float64Array;
  /** `[lists]`, at least 0; 1 each where absent. */
  readonly weights?: Float64Array | undefined;
  /**
   * `[rows]`, at least 0; 1 each where absent. A pair counts as often as its rows' weights multiplied: inverse
   * probabilities with which rows came to be judged, for example.
   */
  readonly rowWeights?: Float64Array | undefined;
}

/** Ranks from here on gain nothing: NDCG@10. */
export const NDCG_DEPTH = 10;

/** What a row at a rank (0 is the first) discounts its gain by. */
export function discount(rank: number, depth: number = NDCG_DEPTH): number {
  return rank < depth ? 1 / Math.log2(rank + 2) : 0;
}

export function gainOf(grade: number): number {
  return 2 ** grade - 1;
}

/** The order of a list's rows by score, best first; equal scores in their order. */
export function ranking(scores: Float64Array, from: number, to: number): Uint32Array {
  const order = new Uint32Array(to - from);
  for (let place = 0; place < order.length; place++) order[place] = from + place;
  return order.sort((one, other) => scores[other] - scores[one] || one - other);
}

/** The best discounted gain that an order of these grades can have; 0 where no row has a grade above 0. */
export function idealGain(grades: Float64Array, depth: number = NDCG_DEPTH): number {
  const sorted = Float64Array.from(grades).sort().reverse();
  let ideal = 0;
  for (let rank = 0; rank < Math.min(depth, sorted.length); rank++)
    ideal += gainOf(sorted[rank]) * discount(rank, depth);
  return ideal;
}

/**
 * LambdaMART's gradients (Burges 2010, section 7): a pair of which one row is better pulls them apart by the slope of
 * log(1 + e^-(difference of scores)), times by how much NDCG would change if they changed places. The loss is 1 - NDCG,
 * the mean over lists by weight; lists without a good row or without a bad one teach nothing and are not counted.
 */
export function lambdaLoss({ start, grades, weights, rowWeights }: RankedLists, depth: number = NDCG_DEPTH): Loss {
  const lists = start.length - 1;
  const ideals = new Float64Array(lists);
  let total = 0;
  for (let list = 0; list < lists; list++) {
    const own = grades.subarray(start[list], start[list + 1]);
    if (own.length > 1 && own.some((grade) => grade !== own[0])) ideals[list] = idealGain(own, depth);
    if (ideals[list] > 0) total += weights?.[list] ?? 1;
  }
  return {
    base: 0,
    derivatives(scores, gradients, hessians) {
      gradients.fill(0);
      hessians.fill(0);
      let loss = 0;
      for (let list = 0; list < lists; list++) {
        if (ideals[list] === 0) continue;
        const weight = weights?.[list] ?? 1;
        const order = ranking(scores, start[list], start[list + 1]);
        loss += weight * (1 - gained(order, grades, depth) / ideals[list]);
        addLambdas(order, { scores, grades, rowWeights, gradients, hessians }, weight / ideals[list], depth);
      }
      return total > 0 ? loss / total : 0;
    },
  };
}

function gained(order: Uint32Array, grades: Float64Array, depth: number): number {
  let gain = 0;
  for (let rank = 0; rank < Math.min(depth, order.length); rank++)
    gain += gainOf(grades[order[rank]]) * discount(rank, depth);
  return gain;
}

interface RowArrays {
  readonly scores: Float64Array;
  readonly grades: Float64Array;
  readonly rowWeights: Float64Array | undefined;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

function addLambdas(order: Uint32Array, rows: RowArrays, factor: number, depth: number): void {
  const { scores, grades, rowWeights, gradients, hessians } = rows;
  // Two rows below the depth change nothing by changing places.
  for (let upper = 0; upper < Math.min(depth, order.length); upper++) {
    for (let lower = upper + 1; lower < order.length; lower++) {
      const [first, second] = [order[upper], order[lower]];
      if (grades[first] === grades[second]) continue;
      const [good, bad] = grades[first] > grades[second] ? [first, second] : [second, first];
      const change =
        factor *
        (rowWeights ? rowWeights[good] * rowWeights[bad] : 1) *
        (gainOf(grades[good]) - gainOf(grades[bad])) *
        (discount(upper, depth) - discount(lower, depth));
      const pull = sigmoid(scores[bad] - scores[good]);
      gradients[good] -= change * pull;
      gradients[bad] += change * pull;
      const curvature = change * pull * (1 - pull);
      hessians[good] += curvature;
      hessians[bad] += curvature;
    }
  }
}
