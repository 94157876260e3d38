import { type Forest, leafOf } from './forest.js';

/** A regression forest that keeps the targets of training rows in its leaves (Meinshausen 2006). */
export interface QuantileForest {
  readonly forest: Forest;
  /** Targets of the training rows, rising. */
  readonly targets: Float32Array;
  /** `[forest.leaves + 1]`: where a leaf's rows begin in `leafRows`; every leaf has one at least. */
  readonly leafStart: Uint32Array;
  /** Indexes into `targets`, leaf by leaf. */
  readonly leafRows: Uint32Array;
}

/**
 * Quantiles of the target given a row's features: training rows are weighted by how often they share its leaf, each leaf
 * counting alike, and a quantile is the smallest target up to which the weights come to its share.
 * @param shares in [0, 1]; 0 gives the smallest target with any weight
 * @param values features of many rows, NaN where missing; the row's begin at `offset`
 * @returns `[shares]`, in their order
 */
export function forestQuantiles(
  { forest, targets, leafStart, leafRows }: QuantileForest,
  shares: readonly number[],
  values: Float64Array,
  offset = 0,
): Float64Array {
  const trees = forest.roots.length;
  const leaves = forest.roots.map((_, tree) => leafOf(forest, tree, values, offset));
  // A row and its tree in one number, so that they are sorted as numbers; nearly all rows have no weight.
  let size = 0;
  for (const leaf of leaves) size += leafStart[leaf + 1] - leafStart[leaf];
  const keys = new Float64Array(size);
  let filled = 0;
  for (let tree = 0; tree < trees; tree++) {
    for (let place = leafStart[leaves[tree]]; place < leafStart[leaves[tree] + 1]; place++) {
      keys[filled++] = leafRows[place] * trees + tree;
    }
  }
  keys.sort();
  const order = shares.map((_, index) => index).sort((one, other) => shares[one] - shares[other]);
  const quantiles = new Float64Array(shares.length);
  let at = -1;
  let sum = 0;
  for (const index of order) {
    // Sums of many small weights may end a little below a share that they reach.
    const wanted = shares[index] - 1e-9;
    while ((sum < wanted || at < 0) && at < size - 1) {
      const leaf = leaves[keys[++at] % trees];
      sum += 1 / (trees * (leafStart[leaf + 1] - leafStart[leaf]));
    }
    quantiles[index] = targets[Math.floor(keys[at] / trees)];
  }
  return quantiles;
}
