import { describe, expect, test } from 'vitest';
import { boostedScore, boostedScores } from '../../../../domains/core/trees/boosted-trees.js';
import { forestOf, leafOf, type TreeNode } from '../../../../domains/core/trees/forest.js';
import { forestQuantiles } from '../../../../domains/core/trees/quantile-forest.js';
import {
  decodeBoostedTrees,
  decodeQuantileForest,
  encodeBoostedTrees,
  encodeQuantileForest,
} from '../../../../domains/core/trees/trees-format.js';

const leaf = (value: number): TreeNode<number> => ({ leaf: value });
const first: TreeNode<number> = {
  feature: 1,
  threshold: 0.5,
  missingLeft: true,
  left: { feature: 0, threshold: -2, missingLeft: false, left: leaf(1), right: leaf(2) },
  right: leaf(3),
};
const { forest, leaves } = forestOf(2, [first, leaf(10)]);
const boosted = { forest, base: 0.25, leafValues: Float32Array.from(leaves) };
const quantile = {
  forest,
  targets: Float32Array.of(-1, 0, 4, 8),
  leafStart: Uint32Array.of(0, 1, 3, 4, 8),
  leafRows: Uint32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
};

describe('by hand', () => {
  test('a row falls to the left up to the threshold, and where it misses the feature as the split says', () => {
    const leafAt = (...values: number[]) => leafOf(forest, 0, Float64Array.from(values));
    expect(leafAt(-2, 0.5)).toBe(0);
    expect(leafAt(-1.9, 0.5)).toBe(1);
    expect(leafAt(-9, 0.6)).toBe(2);
    expect(leafAt(-9, Number.NaN)).toBe(0);
    expect(leafAt(Number.NaN, Number.NaN)).toBe(1);
    expect(leafOf(forest, 1, Float64Array.of(0, 0))).toBe(3);
    expect(leafOf(forest, 0, Float64Array.of(7, 7, 7, -2, 0), 3)).toBe(0);
  });

  test('a score is the base and one leaf of each tree', () => {
    expect(boostedScore(boosted, Float64Array.of(-2, 0))).toBe(11.25);
    expect(boostedScore(boosted, Float64Array.of(0, 1))).toBe(13.25);
  });

  test('several rows have the scores of each', () => {
    const rows = [
      [-2, 0],
      [0, 1],
      [Number.NaN, Number.NaN],
    ];
    const scores = new Float64Array(4).fill(5);
    boostedScores(boosted, Float64Array.from(rows.flat()), rows.length, scores);
    expect([...scores]).toEqual([...rows.map((row) => boostedScore(boosted, Float64Array.from(row))), 5]);
  });

  test('quantiles weigh a leaf of many rows as one of few', () => {
    // Leaf 1 holds targets 0 and 4, the second tree's leaf all four: weights 1/8, 3/8, 3/8, 1/8.
    const quantiles = forestQuantiles(quantile, [0.9, 0, 0.125, 0.126, 0.5, 0.51, 1], Float64Array.of(0, 0));
    expect([...quantiles]).toEqual([8, -1, -1, 0, 0, 4, 8]);
    // Leaf 2 holds 8.
    expect([...forestQuantiles(quantile, [0.375, 0.376], Float64Array.of(0, 1))]).toEqual([4, 8]);
  });
});

describe('bytes', () => {
  test('come back as they went', () => {
    expect(decodeBoostedTrees(encodeBoostedTrees(boosted), 2)).toEqual(boosted);
    expect(decodeQuantileForest(encodeQuantileForest(quantile), 2)).toEqual(quantile);
    const none = { forest: forestOf<number>(2, []).forest, base: 0, leafValues: new Float32Array(0) };
    expect(decodeBoostedTrees(encodeBoostedTrees(none), 2)).toEqual(none);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['other features', () => decodeBoostedTrees(encodeBoostedTrees(boosted), 3), /has 3 features \(it has 2\)/],
    ['another kind', () => decodeBoostedTrees(encodeQuantileForest(quantile), 2), /holds boosted trees/],
    ['no bytes', () => decodeBoostedTrees(new Uint8Array(0), 2), /longer than its bytes/],
    [
      'too few values',
      () => decodeBoostedTrees(encodeBoostedTrees({ ...boosted, leafValues: Float32Array.of(1) }), 2),
      /as many values as leaves/,
    ],
    [
      'a value that is no number',
      () => decodeBoostedTrees(encodeBoostedTrees({ ...boosted, leafValues: Float32Array.of(1, 2, Number.NaN, 4) }), 2),
      /finite values alone/,
    ],
    [
      'a threshold that is no number',
      () =>
        decodeBoostedTrees(
          encodeBoostedTrees({ ...boosted, forest: { ...forest, threshold: Float32Array.of(0, Number.NaN) } }),
          2,
        ),
      /threshold for every split/,
    ],
    [
      'a feature that rows lack',
      () => {
        const wide = { ...forest, splitFeature: Uint16Array.of(1, 2) };
        return decodeBoostedTrees(encodeBoostedTrees({ ...boosted, forest: wide }), 2);
      },
      /features that rows have/,
    ],
    [
      'rows beyond the targets',
      () => decodeQuantileForest(encodeQuantileForest({ ...quantile, targets: Float32Array.of(-1, 0, 4) }), 2),
      /target for every row/,
    ],
    [
      'targets that fall',
      () => decodeQuantileForest(encodeQuantileForest({ ...quantile, targets: Float32Array.of(2, 1, 3, 4) }), 2),
      /targets that rise/,
    ],
    [
      'an empty leaf',
      () => decodeQuantileForest(encodeQuantileForest({ ...quantile, leafStart: Uint32Array.of(0, 1, 1, 4, 8) }), 2),
      /rows in every leaf/,
    ],
  ])('%s are refused', (_, decode, message) => {
    expect(decode).toThrow(
      expect.objectContaining({ code: 'FAILED_PRECONDITION', message: expect.stringMatching(message) }),
    );
    expect(decode).toThrow(/part trees\.bin/);
  });

  test('every cut of the bytes is refused', () => {
    const bytes = encodeBoostedTrees(boosted);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeBoostedTrees(bytes.subarray(0, length), 2)).toThrow(/part trees\.bin cannot be read/);
    }
  });
});
