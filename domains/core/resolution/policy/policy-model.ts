import type { StrategyName } from '../strategies/strategy.js';
import type { ChoiceTerms, DepthTerms } from './depth-choice.js';

/** A normal distribution of weights, one for each of POLICY_FEATURES. */
export interface WeightBelief {
  /** `[features]`. */
  readonly mean: Float64Array;
  /**
   * The lower triangle, row by row, of the Cholesky factor of the covariance; `[features (features + 1) / 2]`, the diagonal
   * above 0. A factor, not the covariance: whatever numbers it has, no variance is below 0.
   */
  readonly factor: Float64Array;
}

/**
 * What is believed of one strategy: the log-odds of that it finds the accepted entity first or alone, where what always runs
 * has not, are the sum of features times weights.
 */
export interface StrategyModel extends DepthTerms, WeightBelief {
  readonly strategy: StrategyName;
}

/** A policy that was learned. */
export interface PolicyModel extends ChoiceTerms {
  readonly version: string;
  /** Strategies that are not here always run, as deep as can be. */
  readonly strategies: readonly StrategyModel[];
}

/** Mean and standard deviation of the log-odds under the belief. */
export function linearPredictor(
  { mean, factor }: WeightBelief,
  features: Float64Array,
): { readonly mean: number; readonly deviation: number } {
  const width = features.length;
  let [sum, variance] = [0, 0];
  for (let feature = 0; feature < width; feature++) sum += features[feature] * mean[feature];
  for (let column = 0; column < width; column++) {
    let projected = 0;
    for (let row = column; row < width; row++) projected += features[row] * factor[(row * (row + 1)) / 2 + column];
    variance += projected * projected;
  }
  return { mean: sum, deviation: Math.sqrt(variance) };
}
