import type { TreeNode } from '../../domains/core/trees/forest.js';
import type { Random } from '../numeric/random.js';
import { type BinnedRows, MISSING_BIN } from './feature-bins.js';
import {
  BINS,
  bestSplit,
  emptyHistogram,
  type Histogram,
  type NodeSums,
  type Split,
  type SplitLimits,
} from './split.js';

/** How a tree grows: the leaf whose split lowers the loss most is split next (LightGBM, Ke et al. 2017). */
export interface GrowthSettings extends SplitLimits {
  /** The most leaves of a tree. */
  readonly leaves: number;
  /** Share of the features that are tried at each split, in (0, 1]; one at least. */
  readonly splitFeatureShare: number;
}

/** The rows of a leaf, `rows[from]` to `rows[to - 1]` of the tree's rows. */
export interface LeafRows {
  readonly from: number;
  readonly to: number;
  readonly sums: NodeSums;
}

/** A leaf that may still be split. */
interface OpenLeaf extends LeafRows {
  readonly split: Split | undefined;
  readonly histogram: Histogram | undefined;
  /** The node in the grown tree. */
  readonly node: GrowingNode;
}

/** A node that becomes a split or a leaf by getting its fields. */
type GrowingNode = Record<never, never>;

/** Histograms are kept, so that one child's is the parent's less the other's, for trees of no more leaves than this. */
const MOST_KEPT_LEAVES = 64;

/** Grows trees on the same binned rows, one after the other. */
export class TreeGrower {
  readonly #data: BinnedRows;
  readonly #settings: GrowthSettings;
  readonly #free: Histogram[] = [];
  readonly #keepsHistograms: boolean;

  constructor(data: BinnedRows, settings: GrowthSettings) {
    this.#data = data;
    this.#settings = settings;
    this.#keepsHistograms = settings.splitFeatureShare === 1 && settings.leaves <= MOST_KEPT_LEAVES;
  }

  /**
   * @param rows indexes of the rows to learn from, repeated or left out as they were drawn; reordered by leaf
   * @param gradients, hessians `[data.count]`
   * @param features that the tree may split by
   * @param random draws features at each split, where fewer than all are tried
   */
  grow(
    rows: Uint32Array,
    gradients: Float64Array,
    hessians: Float64Array,
    features: readonly number[],
    random: Random,
  ): TreeNode<LeafRows> {
    const { leaves } = this.#settings;
    const open = (from: number, to: number, node: GrowingNode, ready?: Histogram): OpenLeaf => {
      const tried = this.#triedFeatures(features, random);
      const histogram = ready ?? this.#histogram(rows, from, to, gradients, hessians, tried);
      const sums = sumsOf(rows, from, to, gradients, hessians);
      let split: Split | undefined;
      if (sums.rows >= 2 * this.#settings.leastRows) {
        for (const feature of tried) {
          const found = bestSplit(histogram, feature, this.#data.cuts[feature].length + 1, sums, this.#settings);
          if (found && found.gain > (split?.gain ?? 0)) split = found;
        }
      }
      const isKept = this.#keepsHistograms && split !== undefined;
      if (!isKept) this.#free.push(histogram);
      return { from, to, sums, split, histogram: isKept ? histogram : undefined, node };
    };
    const root: GrowingNode = {};
    const openLeaves: OpenLeaf[] = [open(0, rows.length, root)];
    while (openLeaves.length < leaves) {
      const at = bestLeaf(openLeaves);
      const { split, from, to, node, histogram } = openLeaves[at];
      if (split === undefined) break;
      const middle = this.#part(rows, from, to, split);
      const [left, right]: GrowingNode[] = [{}, {}];
      const { feature, bin, missingLeft } = split;
      const cut = this.#data.cuts[feature][bin] ?? Number.POSITIVE_INFINITY;
      Object.assign(node, { feature, threshold: cut, missingLeft, left, right });
      const isLeftSmaller = middle - from <= to - middle;
      let [leftHistogram, rightHistogram]: (Histogram | undefined)[] = [undefined, undefined];
      if (histogram) {
        const [smallFrom, smallTo] = isLeftSmaller ? [from, middle] : [middle, to];
        const small = this.#histogram(rows, smallFrom, smallTo, gradients, hessians, features);
        subtract(histogram, small, features);
        [leftHistogram, rightHistogram] = isLeftSmaller ? [small, histogram] : [histogram, small];
      }
      openLeaves[at] = open(from, middle, left, leftHistogram);
      openLeaves.push(open(middle, to, right, rightHistogram));
    }
    for (const { histogram, node, from, to, sums } of openLeaves) {
      if (histogram) this.#free.push(histogram);
      Object.assign(node, { leaf: { from, to, sums } });
    }
    return root as TreeNode<LeafRows>;
  }

  #triedFeatures(features: readonly number[], random: Random): readonly number[] {
    const wanted = Math.max(1, Math.round(this.#settings.splitFeatureShare * features.length));
    return wanted >= features.length ? features : drawn(features, wanted, random);
  }

  #histogram(
    rows: Uint32Array,
    from: number,
    to: number,
    gradients: Float64Array,
    hessians: Float64Array,
    features: readonly number[],
  ): Histogram {
    const histogram = this.#free.pop() ?? emptyHistogram(this.#data.features);
    for (const feature of features) {
      const first = feature * BINS;
      histogram.gradients.fill(0, first, first + BINS);
      histogram.hessians.fill(0, first, first + BINS);
      histogram.rows.fill(0, first, first + BINS);
      addRows(histogram, first, this.#data.bins[feature], rows, from, to, gradients, hessians);
    }
    return histogram;
  }

  /** Reorders the rows so that those that go left come first, both sides in their order; where the right side begins. */
  #part(rows: Uint32Array, from: number, to: number, { feature, bin, missingLeft }: Split): number {
    const bins = this.#data.bins[feature];
    const right = new Uint32Array(to - from);
    let [middle, kept] = [from, 0];
    for (let place = from; place < to; place++) {
      const row = rows[place];
      const code = bins[row];
      if (code === MISSING_BIN ? missingLeft : code <= bin) rows[middle++] = row;
      else right[kept++] = row;
    }
    rows.set(right.subarray(0, kept), middle);
    return middle;
  }
}

/** So many different entries, in their order. */
export function drawn<Entry>(entries: readonly Entry[], wanted: number, random: Random): Entry[] {
  const chosen: Entry[] = [];
  let needed = wanted;
  for (const [index, entry] of entries.entries()) {
    if (random.next() * (entries.length - index) >= needed) continue;
    chosen.push(entry);
    needed--;
  }
  return chosen;
}

function addRows(
  { gradients, hessians, rows: counts }: Histogram,
  first: number,
  bins: Uint8Array,
  rows: Uint32Array,
  from: number,
  to: number,
  rowGradients: Float64Array,
  rowHessians: Float64Array,
): void {
  for (let place = from; place < to; place++) {
    const row = rows[place];
    const at = first + bins[row];
    gradients[at] += rowGradients[row];
    hessians[at] += rowHessians[row];
    counts[at]++;
  }
}

function subtract(whole: Histogram, part: Histogram, features: readonly number[]): void {
  for (const feature of features) {
    for (let at = feature * BINS; at < (feature + 1) * BINS; at++) {
      whole.gradients[at] -= part.gradients[at];
      whole.hessians[at] -= part.hessians[at];
      whole.rows[at] -= part.rows[at];
      // What is left of rounding would count as weight.
      if (whole.rows[at] === 0) whole.gradients[at] = whole.hessians[at] = 0;
    }
  }
}

function sumsOf(
  rows: Uint32Array,
  from: number,
  to: number,
  gradients: Float64Array,
  hessians: Float64Array,
): NodeSums {
  let [gradient, hessian] = [0, 0];
  for (let place = from; place < to; place++) {
    gradient += gradients[rows[place]];
    hessian += hessians[rows[place]];
  }
  return { gradient, hessian, rows: to - from };
}

/** The leaf whose split gains most; of equal ones the first. */
function bestLeaf(leaves: readonly OpenLeaf[]): number {
  let best = 0;
  for (const [index, { split }] of leaves.entries()) {
    if ((split?.gain ?? 0) > (leaves[best].split?.gain ?? 0)) best = index;
  }
  return best;
}
