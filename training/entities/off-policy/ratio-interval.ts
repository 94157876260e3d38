import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { normalBelow } from '../../../domains/core/numeric/normal.js';
import type { Interval } from '../../metrics/bootstrap.js';

/** A standard normal number is beyond in one of forty cases. */
const FARTHEST = 1.959963984540054;

/**
 * The ratio of two sums over requests, with the 95 % interval of the bootstrap that corrects bias and skewness (BCa: Efron
 * 1987). Worths by inverse propensities are skewed: a few requests weigh a hundred times as much as others, and the
 * percentile interval then lies too low. The acceleration is that of the ratio's influence on each request.
 * @param numerators, denominators of the requests; a mean has denominators of 1
 */
export function ratioInterval(
  numerators: Float64Array,
  denominators: Float64Array,
  { resamples, seed }: { readonly resamples: number; readonly seed: number },
): Interval {
  const count = numerators.length;
  const value = sumOf(numerators) / sumOf(denominators);
  const random = xoroshiro128plus(seed);
  const drawn = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let [numerator, denominator] = [0, 0];
    for (let draw = 0; draw < count; draw++) {
      // The generator's 32 bits scaled to an index: the bias is under count / 2^32.
      const at = (((random.next() >>> 0) / 2 ** 32) * count) | 0;
      numerator += numerators[at];
      denominator += denominators[at];
    }
    drawn[resample] = numerator / denominator;
  }
  const sorted = drawn.filter(Number.isFinite).sort();
  const bias = biasOf(sorted, value);
  const acceleration = accelerationOf(numerators, denominators, value);
  const bound = (end: number) => {
    const shifted = bias + end;
    const corrected = 1 - acceleration * shifted;
    // So skewed that the correction has no end on this side.
    return quantile(sorted, corrected > 0 ? normalBelow(bias + shifted / corrected) : end < 0 ? 0 : 1);
  };
  return { value, low: bound(-FARTHEST), high: bound(FARTHEST) };
}

/** How far, in standard deviations, the value lies from the median of what was drawn. Ties count half. */
function biasOf(sorted: Float64Array, value: number): number {
  let below = 0;
  for (const each of sorted) below += each < value ? 1 : each === value ? 0.5 : 0;
  const share = Math.min(1 - 1 / sorted.length, Math.max(1 / sorted.length, below / sorted.length));
  let [low, high] = [-10, 10];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** A sixth of the skewness of the mean's influence. */
function accelerationOf(numerators: Float64Array, denominators: Float64Array, value: number): number {
  let [squares, cubes] = [0, 0];
  for (let at = 0; at < numerators.length; at++) {
    const influence = numerators[at] - value * denominators[at];
    squares += influence ** 2;
    cubes += influence ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

/** Linear interpolation between order statistics; NaN of nothing. */
function quantile(sorted: Float64Array, share: number): number {
  const rank = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return below + (above - below) * (rank - Math.floor(rank));
}

/** Sum of all. */
export function sumOf(terms: Float64Array): number {
  return terms.reduce((sum, term) => sum + term, 0);
}
