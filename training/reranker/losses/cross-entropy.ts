import { logSumExp, sigmoid } from '../../../serving/numeric/log-odds.js';

/**
 * Pointwise cross-entropy of a list (Su et al. 2018, §3.3): -sum over h of [right] log p_h + [wrong] log(1 - p_h), p =
 * sigmoid(score). Adds d loss / d score to `gradient` `[n]`, scaled by `weight`; returns the loss, so scaled.
 */
export function pointwiseCrossEntropy(
  scores: Float64Array,
  right: number,
  weight: number,
  gradient: Float64Array,
): number {
  let loss = 0;
  for (const [index, score] of scores.entries()) {
    const target = index === right ? 1 : 0;
    loss += softplus(score) - target * score;
    gradient[index] = gradient[index] + weight * (sigmoid(score) - target);
  }
  return weight * loss;
}

/**
 * Cross-entropy of the list-wise head: which hypothesis of the list is right, or that none is.
 * -log(sigmoid(u) softmax(v)[right]), or -log(1 - sigmoid(u)) when right is -1. Adds to `gradient` `[1 + n]`: u first,
 * then v. `shares` is softmax(v), for a caller that has it.
 */
export function listwiseCrossEntropy(
  present: number,
  scores: Float64Array,
  right: number,
  weight: number,
  gradient: Float64Array,
  shares: Float64Array = softmax(scores),
): number {
  gradient[0] = gradient[0] + weight * (sigmoid(present) - (right >= 0 ? 1 : 0));
  if (right < 0) return weight * softplus(present);
  for (let index = 0; index < shares.length; index++) {
    gradient[1 + index] = gradient[1 + index] + weight * (shares[index] - (index === right ? 1 : 0));
  }
  // From the scores, not from the share: one below e^-745 is 0, whose logarithm is not finite.
  return weight * (softplus(-present) + logSumExp(scores) - scores[right]);
}

/** log(1 + e^x), without overflow. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** e^v / sum of e^v, in `shares` `[n]`; empty for an empty list. */
export function softmax(scores: Float64Array, shares: Float64Array = new Float64Array(scores.length)): Float64Array {
  let max = -Infinity;
  for (let index = 0; index < scores.length; index++) if (scores[index] > max) max = scores[index];
  let sum = 0;
  for (let index = 0; index < scores.length; index++) {
    shares[index] = Math.exp(scores[index] - max);
    sum += shares[index];
  }
  for (let index = 0; index < scores.length; index++) shares[index] = shares[index] / sum;
  return shares;
}
