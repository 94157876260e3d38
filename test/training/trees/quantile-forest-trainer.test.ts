import { expect, test } from 'vitest';
import { forestQuantiles } from '../../../domains/core/trees/quantile-forest.js';
import { encodeQuantileForest } from '../../../domains/core/trees/trees-format.js';
import { seeded } from '../../../training/numeric/random.js';
import { trainQuantileForest } from '../../../training/trees/quantile-forest-trainer.js';

/** Targets uniform in 2 x - s to 2 x + s, with s = .1 for x below .5 and 1 above. */
function drawnRows(count: number, seed: number) {
  const random = seeded(seed);
  const values = Float64Array.from({ length: 2 * count }, () => random.next());
  const targets = Float64Array.from({ length: count }, (_, row) => {
    const x = values[2 * row];
    return 2 * x + (x < 0.5 ? 0.1 : 1) * (2 * random.next() - 1);
  });
  return { rows: { count, features: 2, values }, targets };
}

test('quantiles cover their shares of new targets, wide where targets are wide', () => {
  const train = drawnRows(3_000, 1);
  const forest = trainQuantileForest(train.rows, train.targets, { trees: 60, leastRows: 20, splitFeatureShare: 1 });
  const fresh = drawnRows(2_000, 2);
  const covered = { all: 0, below: [0, 0, 0] };
  const widths = [0, 0];
  for (let row = 0; row < 2_000; row++) {
    const [low, middle, high] = forestQuantiles(forest, [0.1, 0.5, 0.9], fresh.rows.values, 2 * row);
    const target = fresh.targets[row];
    if (target >= low && target <= high) covered.all++;
    for (const [index, quantile] of [low, middle, high].entries()) if (target <= quantile) covered.below[index]++;
    widths[fresh.rows.values[2 * row] < 0.5 ? 0 : 1] += high - low;
  }
  expect(covered.all / 2_000).toBeGreaterThan(0.77);
  expect(covered.all / 2_000).toBeLessThan(0.85);
  for (const [index, share] of [0.1, 0.5, 0.9].entries()) {
    expect(Math.abs(covered.below[index] / 2_000 - share)).toBeLessThan(0.03);
  }
  expect(widths[1]).toBeGreaterThan(4 * widths[0]);
});

test('the same seed gives the same forest; leaves keep no more rows than asked for', () => {
  const { rows, targets } = drawnRows(400, 3);
  const train = (seed: number) => trainQuantileForest(rows, targets, { trees: 5, leaves: 8, leafRows: 12, seed });
  expect(encodeQuantileForest(train(1))).toEqual(encodeQuantileForest(train(1)));
  expect(encodeQuantileForest(train(1))).not.toEqual(encodeQuantileForest(train(2)));
  const { leafStart } = train(1);
  const sizes = [...leafStart.subarray(1)].map((end, leaf) => end - leafStart[leaf]);
  expect(Math.max(...sizes)).toBe(12);
  expect(Math.min(...sizes)).toBeGreaterThan(0);
});

test('one row, constant features, missing features', () => {
  const one = trainQuantileForest({ count: 1, features: 1, values: Float64Array.of(2) }, Float64Array.of(5));
  expect([...forestQuantiles(one, [0, 0.5, 1], Float64Array.of(9))]).toEqual([5, 5, 5]);
  const values = new Float64Array(200);
  const targets = Float64Array.from({ length: 100 }, (_, row) => row);
  for (let row = 0; row < 100; row++) [values[2 * row], values[2 * row + 1]] = [1, row % 2 === 0 ? Number.NaN : 1];
  const constant = trainQuantileForest({ count: 100, features: 2, values }, targets, { leafRows: 100 });
  const [low, high] = forestQuantiles(constant, [0.05, 0.95], Float64Array.of(1, Number.NaN));
  expect(low).toBeLessThan(15);
  expect(high).toBeGreaterThan(84);
});
