import { seeded } from '../../numeric/random.js';
import type { Interval } from '../bootstrap.js';

const RESAMPLES = 2_000;

/**
 * The mean over queries with its 95 % bootstrap interval (Efron and Tibshirani 1993): queries are drawn with replacement,
 * and the middle 95 % of the means is the interval. NaN without queries.
 */
export function meanWithInterval(values: ArrayLike<number>, seed = 1): Interval {
  const random = seeded(seed);
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index];
  if (count === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let drawn = 0;
    for (let draw = 0; draw < count; draw++) drawn += values[random.below(count)];
    return drawn / count;
  }).sort();
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))];
  return { value: sum / count, low: at(0.025), high: at(0.975) };
}
