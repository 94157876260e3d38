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
  const weights = new Float64Array(targets.length);
  for (let tree = 0; tree < trees; tree++) {
    const leaf = leafOf(forest, tree, values, offset);
    const [from, to] = [leafStart[leaf], leafStart[leaf + 1]];
    const weight = 1 / (trees * (to - from));
    for (let place = from; place < to; place++) weights[leafRows[place]] += weight;
  }
  const order = shares.map((_, index) => index).sort((one, other) => shares[one] - shares[other]);
  const quantiles = new Float64Array(shares.length);
  let row = -1;
  let sum = 0;
  for (const index of order) {
    // Sums of many small weights may end a little below a share that they reach.
    const wanted = shares[index] - 1e-9;
    while ((sum < wanted || sum === 0) && row < targets.length - 1) sum += weights[++row];
    quantiles[index] = targets[row];
  }
  return quantiles;
}
