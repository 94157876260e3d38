import { sigmoid } from '../../serving/numeric/log-odds.js';

/** A loss of the scores of rows that boosting lowers. */
export interface Loss {
  /** The score of every row before the first tree. */
  readonly base: number;
  /**
   * Writes the loss's first and second derivatives by each row's score, `[rows]`; second ones at least 0.
   * @returns the loss, per unit of weight
   */
  derivatives(scores: Float64Array, gradients: Float64Array, hessians: Float64Array): number;
}

/** Base rates are kept this far from 0 and 1. */
const LEAST_RATE = 1e-6;

/**
 * Logistic loss in nats: a score is the natural-log odds of the label 1.
 * @param labels `[rows]`, 0 or 1, or a share in between
 * @param weights `[rows]`, above 0
 */
export function logisticLoss(labels: ArrayLike<number>, weights: Float64Array = ones(labels.length)): Loss {
  const total = sum(weights);
  let positive = 0;
  for (let row = 0; row < labels.length; row++) positive += weights[row] * labels[row];
  const rate = Math.min(Math.max(positive / total, LEAST_RATE), 1 - LEAST_RATE);
  return {
    base: Math.log(rate / (1 - rate)),
    derivatives(scores, gradients, hessians) {
      let loss = 0;
      for (let row = 0; row < labels.length; row++) {
        const [score, label, weight] = [scores[row], labels[row], weights[row]];
        const probability = sigmoid(score);
        gradients[row] = weight * (probability - label);
        hessians[row] = weight * probability * (1 - probability);
        // log(1 + e^score) - label score, without overflow.
        loss += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - label * score);
      }
      return loss / total;
    },
  };
}

/** Half the squared error. */
export function squaredLoss(targets: ArrayLike<number>, weights: Float64Array = ones(targets.length)): Loss {
  const total = sum(weights);
  let mean = 0;
  for (let row = 0; row < targets.length; row++) mean += (weights[row] * targets[row]) / total;
  return {
    base: mean,
    derivatives(scores, gradients, hessians) {
      let loss = 0;
      for (let row = 0; row < targets.length; row++) {
        const error = scores[row] - targets[row];
        gradients[row] = weights[row] * error;
        hessians[row] = weights[row];
        loss += (weights[row] * error ** 2) / 2;
      }
      return loss / total;
    },
  };
}

export function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
