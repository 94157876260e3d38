import { type Forest, leafOf } from './forest.js';

/** A sum of trees: a row's score is the base and the values of its leaves, one of each tree. */
export interface BoostedTrees {
  readonly forest: Forest;
  readonly base: number;
  /** `[forest.leaves]`, shrinkage included. */
  readonly leafValues: Float32Array;
}

/**
 * The score of a row: natural-log odds after logistic loss, comparable within a query after LambdaMART.
 * @param values features of many rows, NaN where missing; the row's begin at `offset`
 */
export function boostedScore({ forest, base, leafValues }: BoostedTrees, values: Float64Array, offset = 0): number {
  let score = base;
  for (let tree = 0; tree < forest.roots.length; tree++) score += leafValues[leafOf(forest, tree, values, offset)];
  return score;
}

/**
 * The scores of several rows, each the same as `boostedScore` gives, tree by tree: a tree's nodes are read for all rows
 * while they are near.
 * @param values features of the rows, one after the other, NaN where missing
 * @param scores `[count]` at least, written
 * @param width values of a row, of which the trees know the first; absent: as many as they know
 */
export function boostedScores(
  { forest, base, leafValues }: BoostedTrees,
  values: Float64Array,
  count: number,
  scores: Float64Array,
  width = forest.features,
): void {
  const { roots, splitFeature, threshold, missingLeft, left, right } = forest;
  scores.fill(base, 0, count);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree];
    for (let row = 0, offset = 0; row < count; row++, offset += width) {
      let node = root;
      while (node >= 0) {
        const value = values[offset + splitFeature[node]];
        // A comparison with NaN is false.
        const goesLeft = missingLeft[node] === 1 ? !(value > threshold[node]) : value <= threshold[node];
        node = goesLeft ? left[node] : right[node];
      }
      scores[row] += leafValues[~node];
    }
  }
}
