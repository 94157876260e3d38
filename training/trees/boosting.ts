import type { BoostedTrees } from '../../domains/core/trees/boosted-trees.js';
import { forestOf, leafOf, type TreeNode } from '../../domains/core/trees/forest.js';
import { seeded } from '../numeric/random.js';
import { binRows, type FeatureRows, MOST_BINS } from './feature-bins.js';
import type { Loss } from './loss.js';
import { leafValue } from './split.js';
import { drawn, type GrowthSettings, type LeafRows, TreeGrower } from './tree-grower.js';

export interface BoostingSettings extends GrowthSettings {
  /** The most trees. */
  readonly trees: number;
  /** What a tree's values are multiplied by, in (0, 1]. */
  readonly shrinkage: number;
  /** Share of the rows that a tree learns from, in (0, 1], drawn without replacement. */
  readonly rowShare: number;
  /** Share of the features that a tree may split by, in (0, 1]; one at least. */
  readonly featureShare: number;
  readonly bins: number;
  readonly seed: number;
  /** Growth ends when the held-out loss has not fallen for so many trees; the trees up to its lowest are kept. */
  readonly patience: number;
}

export const BOOSTING_DEFAULTS: BoostingSettings = {
  trees: 200,
  leaves: 16,
  shrinkage: 0.1,
  leastRows: 20,
  leastHessian: 1e-3,
  l2: 1,
  rowShare: 1,
  featureShare: 1,
  splitFeatureShare: 1,
  bins: MOST_BINS,
  seed: 1,
  patience: 20,
};

/** Rows with their loss that decide how many trees are kept. */
export interface HeldOut {
  readonly rows: FeatureRows;
  readonly loss: Loss;
}

export interface Boosting {
  readonly trees: BoostedTrees;
  /** The training loss before each tree that was grown. */
  readonly losses: readonly number[];
  /** The held-out loss before each tree that was grown, and after the last; empty without held-out rows. */
  readonly heldOutLosses: readonly number[];
}

/**
 * Gradient boosting with Newton steps (Friedman 2001; Chen and Guestrin 2016). The same rows, settings and seed give the
 * same trees on every machine. Growth ends early where no split lowers the loss.
 */
export function boost(
  rows: FeatureRows,
  loss: Loss,
  settings: Partial<BoostingSettings> = {},
  heldOut?: HeldOut,
): Boosting {
  const full: BoostingSettings = { ...BOOSTING_DEFAULTS, ...settings };
  const { count, features } = rows;
  const random = seeded(full.seed);
  const grower = new TreeGrower(binRows(rows, full.bins), full);
  const all = Array.from({ length: features }, (_, feature) => feature);
  const scores = new Float64Array(count).fill(loss.base);
  const [gradients, hessians] = [new Float64Array(count), new Float64Array(count)];
  const held = heldOut && new HeldOutScores(heldOut, loss.base);
  const trees: TreeNode<number>[] = [];
  const losses: number[] = [];
  while (trees.length < full.trees && !(held && trees.length - held.best >= full.patience)) {
    losses.push(loss.derivatives(scores, gradients, hessians));
    const tried =
      full.featureShare < 1 ? drawn(all, Math.max(1, Math.round(full.featureShare * features)), random) : all;
    const grown = grower.grow(drawnRows(count, full.rowShare, random.next), gradients, hessians, tried, random);
    if ('leaf' in grown) break;
    const tree = valued(grown, full);
    trees.push(tree);
    addTree(tree, rows, scores);
    held?.add(tree);
  }
  const kept = held ? trees.slice(0, held.best) : trees;
  const { forest, leaves } = forestOf(features, kept);
  return {
    trees: { forest, base: Math.fround(loss.base), leafValues: Float32Array.from(leaves) },
    losses,
    heldOutLosses: held?.losses ?? [],
  };
}

/** Scores of held-out rows, tree by tree. */
class HeldOutScores {
  readonly losses: number[] = [];
  /** The number of trees at which the loss was lowest. */
  best = 0;
  readonly #heldOut: HeldOut;
  readonly #scores: Float64Array;
  readonly #unused: readonly [Float64Array, Float64Array];

  constructor(heldOut: HeldOut, base: number) {
    const { count } = heldOut.rows;
    this.#heldOut = heldOut;
    this.#scores = new Float64Array(count).fill(base);
    this.#unused = [new Float64Array(count), new Float64Array(count)];
    this.#note();
  }

  add(tree: TreeNode<number>): void {
    addTree(tree, this.#heldOut.rows, this.#scores);
    this.#note();
  }

  #note(): void {
    this.losses.push(this.#heldOut.loss.derivatives(this.#scores, ...this.#unused));
    if (this.losses.at(-1)! < this.losses[this.best]) this.best = this.losses.length - 1;
  }
}

function drawnRows(count: number, share: number, next: () => number): Uint32Array {
  const all = Uint32Array.from({ length: count }, (_, row) => row);
  if (share >= 1) return all;
  const rows = all.filter(() => next() < share);
  return rows.length > 0 ? rows : all;
}

/** The grown tree with its leaves' values, at single precision as they are stored. */
function valued(node: TreeNode<LeafRows>, settings: BoostingSettings): TreeNode<number> {
  if ('leaf' in node) return { leaf: Math.fround(settings.shrinkage * leafValue(node.leaf.sums, settings.l2)) };
  return { ...node, left: valued(node.left, settings), right: valued(node.right, settings) };
}

function addTree(tree: TreeNode<number>, { values, count, features }: FeatureRows, scores: Float64Array): void {
  const { forest, leaves } = forestOf(features, [tree]);
  for (let row = 0; row < count; row++) scores[row] += leaves[leafOf(forest, 0, values, row * features)];
}
