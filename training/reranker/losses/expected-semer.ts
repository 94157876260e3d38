import { logSumExp, sigmoid } from '../../../serving/numeric/log-odds.js';
import { softmax } from './cross-entropy.js';

/**
 * Expected SemER of the list-wise distribution: sigmoid(u) * sum over h of softmax(v)_h cost_h + (1 - sigmoid(u)) *
 * nothing. `cost` `[n]` is each hypothesis's SemER, `nothing` that of answering nothing. Adds to `gradient` `[1 + n]`: u
 * first, then v. `shares` is softmax(v), for a caller that has it.
 */
export function expectedSemer(
  present: number,
  scores: Float64Array,
  cost: Float64Array,
  nothing: number,
  weight: number,
  gradient: Float64Array,
  shares: Float64Array = softmax(scores),
): number {
  const some = sigmoid(present);
  let mean = 0;
  for (let index = 0; index < shares.length; index++) mean += shares[index] * cost[index];
  gradient[0] = gradient[0] + weight * some * (1 - some) * (mean - nothing);
  for (let index = 0; index < shares.length; index++) {
    gradient[1 + index] = gradient[1 + index] + weight * some * shares[index] * (cost[index] - mean);
  }
  return weight * (some * mean + (1 - some) * nothing);
}

/**
 * The paper's expected SemER (Su et al. 2018, §3.2): a softmax of the scores, with a null hypothesis of score 0 and
 * cost `nothing` beside them. Without it the domain weight and the bias are the same for the whole list, cancel, and
 * can't be learned within one domain. It is the list-wise expectation at u = log sum of e^score. Adds to `gradient`
 * `[n]`.
 */
export function pointwiseExpectedSemer(
  scores: Float64Array,
  cost: Float64Array,
  nothing: number,
  weight: number,
  gradient: Float64Array,
): number {
  const joint = new Float64Array(1 + scores.length);
  const loss = expectedSemer(logSumExp(scores), scores, cost, nothing, weight, joint);
  for (const [index, share] of softmax(scores).entries()) {
    gradient[index] = gradient[index] + joint[1 + index] + joint[0] * share;
  }
  return loss;
}
