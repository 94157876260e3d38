import { MISSING_BIN, MOST_BINS } from './feature-bins.js';

/** Places of one feature's sums in a histogram. */
export const BINS = MOST_BINS + 1;

/** Sums of gradients, of hessians and of rows by feature and bin, `[features * BINS]` each. */
export interface Histogram {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly rows: Uint32Array;
}

export function emptyHistogram(features: number): Histogram {
  const size = features * BINS;
  return { gradients: new Float64Array(size), hessians: new Float64Array(size), rows: new Uint32Array(size) };
}

/** What a node's rows sum to. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly rows: number;
}

/** What a split must leave on both sides, and the strength of the squared penalty on leaf values. */
export interface SplitLimits {
  readonly leastRows: number;
  readonly leastHessian: number;
  readonly l2: number;
}

/** Rows of bins up to `bin` go left, and missing ones where `missingLeft` says. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  /** By how much the loss falls to second order, without shrinkage: above 0. */
  readonly gain: number;
}

/** The value of a leaf that lowers the loss most to second order. */
export function leafValue({ gradient, hessian }: Pick<NodeSums, 'gradient' | 'hessian'>, l2: number): number {
  return hessian + l2 > 0 ? -gradient / (hessian + l2) : 0;
}

/** By how much a leaf of its best value lowers the loss to second order: G^2 / (2 (H + l2)). */
export function leafGain(gradient: number, hessian: number, l2: number): number {
  return hessian + l2 > 0 ? gradient ** 2 / (2 * (hessian + l2)) : 0;
}

/** Gains below are rounding. */
const LEAST_GAIN = 1e-12;

/**
 * The best split of a node by one feature, missing values on either side; of equal ones the lowest bin, missing right.
 * Where the node misses no value, later ones go to the side with more rows.
 * @param bins the feature's bins, of which all but the last can be split after
 */
export function bestSplit(
  histogram: Histogram,
  feature: number,
  bins: number,
  node: NodeSums,
  limits: SplitLimits,
): Split | undefined {
  const { gradients, hessians, rows } = histogram;
  const first = feature * BINS;
  const missing = {
    gradient: gradients[first + MISSING_BIN],
    hessian: hessians[first + MISSING_BIN],
    rows: rows[first + MISSING_BIN],
  };
  const whole = leafGain(node.gradient, node.hessian, limits.l2);
  let best: Split | undefined;
  let [gradient, hessian, count] = [0, 0, 0];
  // After the last bin only the missing ones are left to be parted from the others.
  const last = missing.rows > 0 ? bins : bins - 1;
  for (let bin = 0; bin < last; bin++) {
    gradient += gradients[first + bin];
    hessian += hessians[first + bin];
    count += rows[first + bin];
    for (const missingLeft of missing.rows > 0 && bin < bins - 1 ? [false, true] : [false]) {
      const leftRows = count + (missingLeft ? missing.rows : 0);
      const leftHessian = hessian + (missingLeft ? missing.hessian : 0);
      if (Math.min(leftRows, node.rows - leftRows) < limits.leastRows) continue;
      if (Math.min(leftHessian, node.hessian - leftHessian) < limits.leastHessian) continue;
      const leftGradient = gradient + (missingLeft ? missing.gradient : 0);
      const gain =
        leafGain(leftGradient, leftHessian, limits.l2) +
        leafGain(node.gradient - leftGradient, node.hessian - leftHessian, limits.l2) -
        whole;
      if (gain <= Math.max(LEAST_GAIN, best?.gain ?? 0)) continue;
      best = { feature, bin, missingLeft: missing.rows > 0 ? missingLeft : 2 * leftRows >= node.rows, gain };
    }
  }
  return best;
}
