import type { CandidateUnion } from '../candidate-union.js';
import { STRATEGIES } from '../strategies/strategy.js';

const EXACT = STRATEGIES.indexOf('exact');
/** A strategy's places count as 1 / (FUSION + place), as in reciprocal-rank fusion with short lists. */
const FUSION = 5;

/**
 * The candidates of a union, those first that more strategies put nearer to the front, and before all others those that
 * are named exactly. Equal ones in the union's order.
 * @returns places in the union, `[union.count]`
 */
export function fusedOrder({ count, places }: CandidateUnion): Uint32Array {
  const width = STRATEGIES.length;
  const worth = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    for (let column = 0; column < width; column++) {
      const own = places[place * width + column];
      if (own > 0) worth[place] += 1 / (FUSION + own) + (column === EXACT ? 1 : 0);
    }
  }
  return Uint32Array.from(worth.keys()).sort((one, other) => worth[other] - worth[one] || one - other);
}
