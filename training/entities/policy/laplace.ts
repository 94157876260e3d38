import type { WeightBelief } from '../../../domains/core/resolution/policy/policy-model.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { choleskyFactor, inverseByFactor, solveByFactor } from '../../numeric/cholesky.js';

/** What was seen of one look. */
export interface SeenLook {
  readonly features: Float64Array;
  /** Share, in (0, 1], of what the deepest look finds that one of this depth finds. */
  readonly share: number;
  /** How much of what was wanted it found, in [0, 1]. */
  readonly reward: number;
  /** How many looks it counts as, at least 0. */
  readonly weight: number;
}

const MOST_STEPS = 50;
const TOLERANCE = 1e-8;
/** Log-odds beyond say nothing that a number could hold. */
const MOST_LOG_ODDS = 30;

/**
 * The belief after some looks: a normal distribution around the likeliest weights, whose covariance is the inverse of the
 * Fisher information there and of the prior's (Laplace). The reward's mean is share x sigmoid(features x weights); Fisher
 * scoring with halved steps finds its maximum.
 */
export function laplaceFit(looks: readonly SeenLook[], prior: WeightBelief): WeightBelief {
  const size = prior.mean.length;
  const precision = inverseByFactor(square(prior.factor, size), size);
  let mean = prior.mean.slice();
  let loss = lookLoss(looks, prior.mean, precision, mean);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = solveByFactor(choleskyFactor(loss.information, size), loss.gradient);
    if (direction.every((entry) => Math.abs(entry) < TOLERANCE)) break;
    let isBetter = false;
    for (let rate = 1; rate > 1e-6 && !isBetter; rate /= 2) {
      const next = mean.map((entry, at) => entry - rate * direction[at]);
      const nextLoss = lookLoss(looks, prior.mean, precision, next);
      isBetter = nextLoss.value < loss.value;
      if (isBetter) [mean, loss] = [next, nextLoss];
    }
    if (!isBetter) break;
  }
  const covariance = inverseByFactor(choleskyFactor(loss.information, size), size);
  return { mean, factor: triangle(choleskyFactor(covariance, size), size) };
}

/** A belief whose weights have nothing to do with each other. */
export function independentBelief(mean: Float64Array, deviations: Float64Array): WeightBelief {
  const size = mean.length;
  const factor = new Float64Array((size * (size + 1)) / 2);
  for (let at = 0; at < size; at++) factor[(at * (at + 3)) / 2] = deviations[at];
  return { mean, factor };
}

/**
 * What weights lose, in nats: the looks' weighted deviance and the prior's. The information is the expected Hessian, which
 * is the Hessian itself where all shares are 1.
 * @param precision of the prior, `[size, size]`, as `information` is
 */
export function lookLoss(
  looks: readonly SeenLook[],
  priorMean: Float64Array,
  precision: Float64Array,
  weights: Float64Array,
): { readonly value: number; readonly gradient: Float64Array; readonly information: Float64Array } {
  const size = weights.length;
  const [gradient, information] = [new Float64Array(size), precision.slice()];
  let value = 0;
  for (const { features, share, reward, weight } of looks) {
    let logOdds = 0;
    for (let at = 0; at < size; at++) logOdds += features[at] * weights[at];
    const deepest = sigmoid(Math.min(MOST_LOG_ODDS, Math.max(-MOST_LOG_ODDS, logOdds)));
    const found = share * deepest;
    value -= weight * (reward * Math.log(found) + (1 - reward) * Math.log(1 - found));
    const slope = (weight * (1 - deepest) * (found - reward)) / (1 - found);
    const curvature = (weight * found * (1 - deepest) ** 2) / (1 - found);
    for (let row = 0; row < size; row++) {
      if (features[row] === 0) continue;
      gradient[row] += slope * features[row];
      const scaled = curvature * features[row];
      for (let column = 0; column <= row; column++) information[row * size + column] += scaled * features[column];
    }
  }
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++) information[column * size + row] = information[row * size + column];
    let pulled = 0;
    for (let column = 0; column < size; column++) {
      pulled += precision[row * size + column] * (weights[column] - priorMean[column]);
    }
    gradient[row] += pulled;
    value += (pulled * (weights[row] - priorMean[row])) / 2;
  }
  return { value, gradient, information };
}

function square(packed: Float64Array, size: number): Float64Array {
  const full = new Float64Array(size * size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) full[row * size + column] = packed[at++];
  }
  return full;
}

function triangle(full: Float64Array, size: number): Float64Array {
  const packed = new Float64Array((size * (size + 1)) / 2);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) packed[at++] = full[row * size + column];
  }
  return packed;
}
