import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import type { Random } from '../../../numeric/random.js';

/** Standard normal (Box and Muller 1958). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** A time in whole milliseconds whose logarithm is normal. @param spread standard deviation of the natural logarithm */
export function drawTime({ median, spread }: { median: number; spread: number }, random: Random): number {
  return Math.round(median * Math.exp(spread * gaussian(random)));
}

/** One of the keys, as likely as its weight. */
export function drawKey<Key extends string>(weights: Readonly<Record<Key, number>>, random: Random): Key {
  const entries = Object.entries(weights) as [Key, number][];
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return entries[entries.length - 1][0];
}

/**
 * A calibrated probability of something that is so or is not: the posterior after a normal observation whose two means are
 * `separation` standard deviations apart.
 * @param share P(it is so) before, in (0, 1)
 */
export function drawBelief(isSo: boolean, share: number, separation: number, random: Random): number {
  const ratio = (separation ** 2 / 2) * (isSo ? 1 : -1) + separation * gaussian(random);
  return sigmoid(Math.log(share / (1 - share)) + ratio);
}
