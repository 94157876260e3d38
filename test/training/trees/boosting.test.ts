import { describe, expect, test } from 'vitest';
import { boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { decodeBoostedTrees, encodeBoostedTrees } from '../../../domains/core/trees/trees-format.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { seeded } from '../../../training/numeric/random.js';
import { boost } from '../../../training/trees/boosting.js';
import type { FeatureRows } from '../../../training/trees/feature-bins.js';
import { lambdaLoss } from '../../../training/trees/lambda-loss.js';
import { logisticLoss, squaredLoss } from '../../../training/trees/loss.js';

/** Rows of uniform features; some are missing where `missing` is above 0. */
function rowsOf(count: number, features: number, seed: number, missing = 0): FeatureRows {
  const random = seeded(seed);
  const draw = () => (random.next() < missing ? Number.NaN : random.next());
  return { count, features, values: Float64Array.from({ length: count * features }, draw) };
}

const scoresOf = (trees: ReturnType<typeof boost>['trees'], { values, count, features }: FeatureRows) =>
  Float64Array.from({ length: count }, (_, row) => boostedScore(trees, values, row * features));

function labelsOf({ values, count, features }: FeatureRows, seed: number): Float64Array {
  const random = seeded(seed);
  // A missing first feature is as telling as a large one.
  return Float64Array.from({ length: count }, (_, row) => {
    const [first, second] = [values[row * features], values[row * features + 1]];
    const odds = (first > 0.6 || Number.isNaN(first) ? 2 : -2) + (second > 0.5 ? 1 : -1);
    return random.next() < sigmoid(odds) ? 1 : 0;
  });
}

describe('classification', () => {
  const rows = rowsOf(4_000, 5, 1, 0.1);
  const labels = labelsOf(rows, 2);

  test('the loss falls with every tree', () => {
    const { losses } = boost(rows, logisticLoss(labels), { trees: 40 });
    expect(losses.length).toBe(40);
    for (let tree = 1; tree < losses.length; tree++) expect(losses[tree]).toBeLessThan(losses[tree - 1]);
  });

  test('probabilities come near the true ones on other rows, and trees stop when held-out loss does', () => {
    const held = rowsOf(2_000, 5, 3, 0.1);
    const heldOut = { rows: held, loss: logisticLoss(labelsOf(held, 4)) };
    const { trees, heldOutLosses } = boost(rows, logisticLoss(labels), { trees: 300, patience: 15 }, heldOut);
    const best = heldOutLosses.indexOf(Math.min(...heldOutLosses));
    expect(trees.forest.roots.length).toBe(best);
    expect(heldOutLosses.length).toBe(best + 16);
    const fresh = rowsOf(2_000, 5, 5, 0.1);
    const scores = scoresOf(trees, fresh);
    let error = 0;
    for (const [row, score] of scores.entries()) {
      const [first, second] = fresh.values.subarray(row * 5, row * 5 + 2);
      const odds = (first > 0.6 || Number.isNaN(first) ? 2 : -2) + (second > 0.5 ? 1 : -1);
      error += Math.abs(sigmoid(score) - sigmoid(odds)) / scores.length;
    }
    expect(error).toBeLessThan(0.05);
  });

  test('the same seed gives the same trees, another one others', () => {
    const settings = { trees: 10, rowShare: 0.7, featureShare: 0.6, splitFeatureShare: 0.7 };
    const bytes = (seed: number) => encodeBoostedTrees(boost(rows, logisticLoss(labels), { ...settings, seed }).trees);
    expect(bytes(1)).toEqual(bytes(1));
    expect(bytes(1)).not.toEqual(bytes(2));
  });

  test('trees never split by a feature that is constant or always missing, or that was not drawn', () => {
    const odd = { ...rows, values: rows.values.map((value, at) => [value, value, 3, Number.NaN, value][at % 5]) };
    const { trees } = boost(odd, logisticLoss(labels), { trees: 20 });
    expect(new Set(trees.forest.splitFeature)).toEqual(new Set([0, 1, 4]));
    expect(trees.forest.roots.length).toBe(20);
  });

  test('a tree has the leaves that were asked for, each with enough rows', () => {
    const { trees } = boost(rows, logisticLoss(labels), { trees: 1, leaves: 7, leastRows: 100 });
    expect(trees.forest.leaves).toBe(7);
    const counts = new Map<number, number>();
    for (const score of scoresOf(trees, rows)) counts.set(score, (counts.get(score) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(100);
  });
});

test('a histogram that is the parent less the sibling gives the tree that one of its own gives', () => {
  const rows = rowsOf(1_500, 4, 6, 0.05);
  const targets = Float64Array.from({ length: 1_500 }, (_, row) => Math.round(8 * rows.values[4 * row + 1]) || 0);
  const settings = { trees: 1, leastRows: 40, shrinkage: 1 };
  // Trees of more than 64 leaves are searched anew at each leaf; 1,500 rows are enough for 37.
  const [kept, anew] = [64, 65].map((leaves) => boost(rows, squaredLoss(targets), { ...settings, leaves }).trees);
  expect(kept.forest.leaves).toBe(10);
  expect(kept.forest).toEqual(anew.forest);
  for (const [leaf, value] of kept.leafValues.entries()) expect(value).toBeCloseTo(anew.leafValues[leaf], 5);
});

describe('few rows', () => {
  test('one row, and rows that are alike: no tree, the base alone', () => {
    const one = { count: 1, features: 2, values: Float64Array.of(1, Number.NaN) };
    const { trees } = boost(one, squaredLoss([3]), { leastRows: 1 });
    expect(trees.forest.roots.length).toBe(0);
    expect(boostedScore(trees, one.values)).toBe(3);
    const alike = { count: 40, features: 1, values: new Float64Array(40) };
    expect(boost(alike, squaredLoss(Float64Array.from({ length: 40 }, (_, row) => row % 2))).losses.length).toBe(1);
  });

  test('no rows', () => {
    const { trees } = boost({ count: 0, features: 2, values: new Float64Array(0) }, squaredLoss([]));
    expect(boostedScore(trees, Float64Array.of(1, 2))).toBe(0);
  });

  test('by hand: one split of squared error', () => {
    const rows = { count: 4, features: 1, values: Float64Array.of(1, 2, 3, 4) };
    const { trees } = boost(rows, squaredLoss([0, 0, 6, 6]), {
      trees: 1,
      leaves: 2,
      shrinkage: 0.5,
      l2: 0,
      leastRows: 1,
    });
    expect(trees.base).toBe(3);
    expect([...trees.forest.threshold]).toEqual([2.5]);
    expect([...trees.leafValues]).toEqual([-1.5, 1.5]);
  });
});

test('LambdaMART learns an order that the rows of each list share, on lists that it did not see', () => {
  const listsOf = (seed: number) => {
    const rows = rowsOf(200 * 12, 4, seed);
    const start = Uint32Array.from({ length: 201 }, (_, list) => 12 * list);
    const worth = Float64Array.from({ length: rows.count }, (_, row) => {
      const [first, second] = rows.values.subarray(4 * row, 4 * row + 2);
      return first * second;
    });
    const grades = worth.map((value) => (value > 0.6 ? 2 : value > 0.35 ? 1 : 0));
    return { rows, loss: lambdaLoss({ start, grades }) };
  };
  const [train, held, test] = [listsOf(11), listsOf(12), listsOf(13)];
  const { trees, heldOutLosses } = boost(train.rows, train.loss, { trees: 100 }, held);
  const lossOf = (scores: Float64Array) =>
    test.loss.derivatives(scores, new Float64Array(scores.length), new Float64Array(scores.length));
  expect(heldOutLosses[0]).toBeGreaterThan(0.3);
  expect(lossOf(scoresOf(trees, test.rows))).toBeLessThan(0.03);
  const again = decodeBoostedTrees(encodeBoostedTrees(trees), 4);
  expect(scoresOf(again, test.rows)).toEqual(scoresOf(trees, test.rows));
});
