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
