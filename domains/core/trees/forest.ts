/**
 * Binary trees over numeric features, as typed arrays. Splits and leaves are numbered through the whole forest, tree by
 * tree, each tree in preorder (left before right). A feature that is NaN is missing and goes to the side that training
 * found better.
 */
export interface Forest {
  /** The number of features of a row. */
  readonly features: number;
  /** `[trees]`: a split, or the complement (`~leaf`, below 0) of a leaf where a tree has no split. */
  readonly roots: Int32Array;
  /** `[splits]`: the feature that a split asks for. */
  readonly splitFeature: Uint16Array;
  /** `[splits]`: a row goes left where its feature is at most this. Never NaN. */
  readonly threshold: Float32Array;
  /** `[splits]`: 1 where rows without the feature go left, 0 where they go right. */
  readonly missingLeft: Uint8Array;
  /** `[splits]`: the children, numbered as roots are. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The number of leaves of all trees. */
  readonly leaves: number;
}

/**
 * The leaf of a tree that a row falls into.
 * @param values features of many rows; the row's begin at `offset`
 */
export function leafOf(forest: Forest, tree: number, values: Float64Array, offset = 0): number {
  const { splitFeature, threshold, missingLeft, left, right } = forest;
  let node = forest.roots[tree];
  while (node >= 0) {
    const value = values[offset + splitFeature[node]];
    // A comparison with NaN is false.
    const goesLeft = missingLeft[node] === 1 ? !(value > threshold[node]) : value <= threshold[node];
    node = goesLeft ? left[node] : right[node];
  }
  return ~node;
}

/** A tree of nodes as it is grown: a split, or the leaf's payload. */
export type TreeNode<Leaf> =
  | { readonly leaf: Leaf }
  | {
      readonly feature: number;
      readonly threshold: number;
      readonly missingLeft: boolean;
      readonly left: TreeNode<Leaf>;
      readonly right: TreeNode<Leaf>;
    };

/** The forest of grown trees, and their leaves' payloads in the forest's order. */
export function forestOf<Leaf>(
  features: number,
  trees: readonly TreeNode<Leaf>[],
): { forest: Forest; leaves: readonly Leaf[] } {
  const writer = new ForestWriter(features);
  const leaves: Leaf[] = [];
  for (const root of trees) {
    const open = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if ('leaf' in node) {
        leaves.push(node.leaf);
        writer.leaf();
      } else {
        writer.split(node.feature, node.threshold, node.missingLeft);
        open.push(node.right, node.left);
      }
    }
  }
  return { forest: writer.forest(), leaves };
}

/** Takes the nodes of trees one after the other in preorder. A tree is whole where `isWhole` says so. */
export class ForestWriter {
  readonly #features: number;
  readonly #roots: number[] = [];
  readonly #splits: { feature: number; threshold: number; missingLeft: boolean; left: number; right: number }[] = [];
  /** Splits of the tree that is being written whose left (0) or right (1) child is still to come. */
  readonly #open: { split: number; filled: number }[] = [];
  #leaves = 0;

  constructor(features: number) {
    this.#features = features;
  }

  /** Whether no child of any split is missing. */
  get isWhole(): boolean {
    return this.#open.length === 0;
  }

  get trees(): number {
    return this.#roots.length;
  }

  split(feature: number, threshold: number, missingLeft: boolean): void {
    const split = this.#splits.length;
    this.#attach(split);
    this.#splits.push({ feature, threshold, missingLeft, left: 0, right: 0 });
    this.#open.push({ split, filled: 0 });
  }

  leaf(): void {
    this.#attach(~this.#leaves);
    this.#leaves++;
  }

  forest(): Forest {
    const splits = this.#splits;
    return {
      features: this.#features,
      roots: Int32Array.from(this.#roots),
      splitFeature: Uint16Array.from(splits, ({ feature }) => feature),
      threshold: Float32Array.from(splits, ({ threshold }) => threshold),
      missingLeft: Uint8Array.from(splits, ({ missingLeft }) => (missingLeft ? 1 : 0)),
      left: Int32Array.from(splits, ({ left }) => left),
      right: Int32Array.from(splits, ({ right }) => right),
      leaves: this.#leaves,
    };
  }

  #attach(node: number): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      this.#roots.push(node);
      return;
    }
    if (parent.filled === 0) {
      this.#splits[parent.split].left = node;
      parent.filled = 1;
    } else {
      this.#splits[parent.split].right = node;
      this.#open.pop();
    }
  }
}
