import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { minimise } from '../../optimiser/lbfgs.js';
import type { FeatureRows } from '../../trees/feature-bins.js';

/** Logistic regression in which a missing value has a weight of its own in place of its value's. */
export interface Logistic {
  readonly bias: number;
  /** `[features]` */
  readonly weights: readonly number[];
  /** `[features]`: what is added where the feature is NaN. */
  readonly missing: readonly number[];
}

/** Half of it times the sum of squared weights is added to the sum of losses. */
const L2 = 1;

/** Fits by L-BFGS. @param labels `[rows]`, 0 or 1 */
export function fitLogistic({ values, count, features }: FeatureRows, labels: ArrayLike<number>): Logistic {
  const size = 1 + 2 * features;
  const { point } = minimise((parameters, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < count; row++) {
      let score = parameters[0];
      for (let feature = 0; feature < features; feature++) {
        const value = values[row * features + feature];
        score += Number.isNaN(value) ? parameters[1 + features + feature] : parameters[1 + feature] * value;
      }
      const error = sigmoid(score) - labels[row];
      loss += Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - labels[row] * score;
      gradient[0] += error;
      for (let feature = 0; feature < features; feature++) {
        const value = values[row * features + feature];
        if (Number.isNaN(value)) gradient[1 + features + feature] += error;
        else gradient[1 + feature] += error * value;
      }
    }
    for (let place = 1; place < size; place++) {
      loss += (L2 * parameters[place] ** 2) / 2;
      gradient[place] += L2 * parameters[place];
    }
    return loss;
  }, new Float64Array(size));
  return {
    bias: point[0],
    weights: Array.from(point.subarray(1, 1 + features)),
    missing: Array.from(point.subarray(1 + features)),
  };
}

/** The probability of the label 1, in (0, 1). @param values `[features]`, NaN where missing */
export function logisticProbability({ bias, weights, missing }: Logistic, values: readonly number[]): number {
  let score = bias;
  for (const [feature, value] of values.entries())
    score += Number.isNaN(value) ? missing[feature] : weights[feature] * value;
  return sigmoid(score);
}
