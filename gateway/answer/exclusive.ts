import { logit } from '../../serving/numeric/log-odds.js';

/** Beliefs are held off 1 by this much, so that they have odds. */
const SURE = 1 - 1e-9;
/** Halvings of an interval of log-odds: the sum is 1 within 1e-6. */
const STEPS = 40;

/**
 * Beliefs that at most one of some things holds: as they are where they sum to 1 at most, and otherwise with the same amount
 * taken from all their log-odds, so that they sum to 1. One that is sure is hardly touched by what others half believe: .999
 * and .3 become .98 and .02, and two of .6 become halves.
 * @param beliefs each in [0, 1]
 */
export function exclusive(beliefs: readonly number[]): readonly number[] {
  const sum = beliefs.reduce((total, belief) => total + belief, 0);
  if (sum <= 1) return beliefs;
  const odds = beliefs.map((belief) => (belief <= 0 ? -Infinity : logit(Math.min(belief, SURE))));
  const less = (amount: number) => odds.map((each) => 1 / (1 + Math.exp(amount - each)));
  let [low, high] = [0, 2 + Math.max(...odds) + Math.log(beliefs.length)];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (less(middle).reduce((total, belief) => total + belief, 0) > 1) low = middle;
    else high = middle;
  }
  return less(high);
}
