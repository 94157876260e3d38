import { forestOf, leafOf } from '../../domains/core/trees/forest.js';
import type { QuantileForest } from '../../domains/core/trees/quantile-forest.js';
import { seeded } from '../numeric/random.js';
import { binRows, type FeatureRows, MOST_BINS } from './feature-bins.js';
import { ones } from './loss.js';
import { drawn, type GrowthSettings, TreeGrower } from './tree-grower.js';

export interface QuantileForestSettings extends GrowthSettings {
  readonly trees: number;
  /** The most training rows that a leaf keeps of those that fall into it, drawn by the seed. */
  readonly leafRows: number;
  readonly bins: number;
  readonly seed: number;
}

export const QUANTILE_FOREST_DEFAULTS: QuantileForestSettings = {
  trees: 100,
  leaves: 4_096,
  leastRows: 5,
  leastHessian: 0,
  l2: 0,
  splitFeatureShare: 1 / 3,
  leafRows: 64,
  bins: MOST_BINS,
  seed: 1,
};

/**
 * A quantile regression forest (Meinshausen 2006): each tree parts a bootstrap sample by squared error, and its leaves
 * keep the training rows that fall into them, sampled or not.
 * @param targets `[rows.count]`, finite
 */
export function trainQuantileForest(
  rows: FeatureRows,
  targets: Float64Array,
  settings: Partial<QuantileForestSettings> = {},
): QuantileForest {
  const full: QuantileForestSettings = { ...QUANTILE_FOREST_DEFAULTS, ...settings };
  const { count, features, values } = rows;
  const random = seeded(full.seed);
  const grower = new TreeGrower(binRows(rows, full.bins), full);
  const all = Array.from({ length: features }, (_, feature) => feature);
  const mean = targets.reduce((sum, target) => sum + target / count, 0);
  // The squared error's derivatives at the mean: sums stay small, and no split depends on where targets begin.
  const gradients = targets.map((target) => mean - target);
  const hessians = ones(count);
  const grown = Array.from({ length: full.trees }, () => {
    const sample = Uint32Array.from({ length: count }, () => random.below(count)).sort();
    return grower.grow(sample, gradients, hessians, all, random);
  });
  const { forest } = forestOf(features, grown);
  const order = Uint32Array.from(targets.keys()).sort((one, other) => targets[one] - targets[other] || one - other);
  const rowsOf: number[][] = Array.from({ length: forest.leaves }, () => []);
  for (let tree = 0; tree < grown.length; tree++) {
    for (const [rank, row] of order.entries()) rowsOf[leafOf(forest, tree, values, row * features)].push(rank);
  }
  const kept = rowsOf.map((own) => (own.length > full.leafRows ? drawn(own, full.leafRows, random) : own));
  const leafStart = new Uint32Array(kept.length + 1);
  for (const [leaf, own] of kept.entries()) leafStart[leaf + 1] = leafStart[leaf] + own.length;
  return {
    forest,
    targets: Float32Array.from(order, (row) => targets[row]),
    leafStart,
    leafRows: Uint32Array.from(kept.flat()),
  };
}
