import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binRows, MISSING_BIN } from '../../../training/trees/feature-bins.js';
import { bestSplit, emptyHistogram, leafGain, leafValue } from '../../../training/trees/split.js';

const LIMITS = { leastRows: 1, leastHessian: 0, l2: 0 };

/** The split of one feature with hessians of 1. */
function splitOf(values: readonly number[], gradients: readonly number[], limits = LIMITS) {
  const { bins, cuts } = binRows({ values: Float64Array.from(values), count: values.length, features: 1 });
  const histogram = emptyHistogram(1);
  for (const [row, gradient] of gradients.entries()) {
    histogram.gradients[bins[0][row]] += gradient;
    histogram.hessians[bins[0][row]] += 1;
    histogram.rows[bins[0][row]] += 1;
  }
  const gradient = gradients.reduce((sum, each) => sum + each, 0);
  const node = { gradient, hessian: values.length, rows: values.length };
  return { split: bestSplit(histogram, 0, cuts[0].length + 1, node, limits), cuts: [...cuts[0]] };
}

describe('by hand', () => {
  test('two steps: the gain is that of both sides less that of the whole', () => {
    // Left -2 - 2 of 2 rows, right 1 + 1 + 2 of 3: 16/4 + 16/6 - 0.
    const { split, cuts } = splitOf([1, 2, 3, 4, 5], [-2, -2, 1, 1, 2]);
    expect(cuts).toEqual([1.5, 2.5, 3.5, 4.5]);
    expect(split).toEqual({ feature: 0, bin: 1, missingLeft: false, gain: expect.closeTo(16 / 4 + 16 / 6, 12) });
  });

  test('missing values go where they lower the loss most', () => {
    expect(splitOf([1, 1, 2, 2, Number.NaN], [-1, -1, 1, 1, -1]).split).toMatchObject({ bin: 0, missingLeft: true });
    expect(splitOf([1, 1, 2, 2, Number.NaN], [-1, -1, 1, 1, 1]).split).toMatchObject({ bin: 0, missingLeft: false });
  });

  test('missing values can be parted from all others', () => {
    const { split, cuts } = splitOf([7, 7, 7, Number.NaN, Number.NaN], [-1, -1, -1, 2, 2]);
    expect(cuts).toEqual([]);
    expect(split).toMatchObject({ bin: 0, missingLeft: false });
  });

  test('the penalty takes from gains and values', () => {
    expect(leafValue({ gradient: -6, hessian: 2 }, 1)).toBe(2);
    expect(leafGain(-6, 2, 1)).toBe(6);
    expect(leafValue({ gradient: 1, hessian: 0 }, 0)).toBe(0);
  });

  test('the least rows and hessian of a side', () => {
    const gradients = [-5, 1, 1, 1, 1];
    expect(splitOf([1, 2, 3, 4, 5], gradients).split?.bin).toBe(0);
    expect(splitOf([1, 2, 3, 4, 5], gradients, { ...LIMITS, leastRows: 2 }).split?.bin).toBe(1);
    expect(splitOf([1, 2, 3, 4, 5], gradients, { ...LIMITS, leastHessian: 2 }).split?.bin).toBe(1);
  });

  test('nothing to split: one row, a constant, equal gradients', () => {
    expect(splitOf([3], [1]).split).toBeUndefined();
    expect(splitOf([3, 3, 3], [1, -2, 1]).split).toBeUndefined();
    expect(splitOf([1, 2, 3, 4], [1, 1, 1, 1]).split).toBeUndefined();
  });
});

test('the best split is that of trying every threshold and both sides for missing values', () => {
  const row = fc.tuple(
    fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 6 })),
    fc.integer({ min: -4, max: 4 }),
  );
  const rows = fc.array(row, { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 0.5, 2), (drawn, leastRows, l2) => {
      const [values, gradients] = [drawn.map(([value]) => value), drawn.map(([, gradient]) => gradient)];
      const gainOf = (isLeft: (value: number) => boolean) => {
        const left = gradients.filter((_, index) => isLeft(values[index]));
        const right = gradients.filter((_, index) => !isLeft(values[index]));
        if (Math.min(left.length, right.length) < leastRows) return 0;
        const [leftGain, rightGain, whole] = [left, right, gradients].map((side) => {
          const gradient = side.reduce((sum, each) => sum + each, 0);
          return side.length + l2 > 0 ? gradient ** 2 / (2 * (side.length + l2)) : 0;
        });
        return leftGain + rightGain - whole;
      };
      const gains = [...new Set(values.filter((value) => !Number.isNaN(value)))].flatMap((cut) => [
        gainOf((value) => value <= cut),
        gainOf((value) => !(value > cut)),
      ]);
      const best = Math.max(0, ...gains);
      expect(splitOf(values, gradients, { leastRows, leastHessian: 0, l2 }).split?.gain ?? 0).toBeCloseTo(best, 9);
    }),
    { seed: 20, numRuns: 300 },
  );
});

describe('bins', () => {
  const binsOf = (values: readonly number[], most?: number) =>
    binRows({ values: Float64Array.from(values), count: values.length, features: 1 }, most);

  test('a value goes to the bin whose cuts it lies between, as the tree will compare it', () => {
    const values = Float64Array.from({ length: 3_000 }, (_, index) => Math.sin(index) * 10 ** (index % 5));
    const { cuts, bins } = binRows({ values, count: values.length, features: 1 });
    expect(cuts[0].length).toBe(254);
    const strays = values.filter((value, row) => {
      const bin = bins[0][row];
      return (
        value > (cuts[0][bin] ?? Number.POSITIVE_INFINITY) || value <= (cuts[0][bin - 1] ?? Number.NEGATIVE_INFINITY)
      );
    });
    expect([...strays]).toEqual([]);
  });

  test('bins hold about as many rows, whatever one value takes', () => {
    const values = [...Array<number>(9_000).fill(0), ...Array.from({ length: 1_000 }, (_, index) => 1 + index)];
    const { bins, cuts } = binsOf(values, 11);
    expect(cuts[0].length).toBe(10);
    const counts = new Map<number, number>();
    for (const bin of bins[0]) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    expect([...counts.values()].sort((one, other) => other - one).slice(1)).toEqual(Array(10).fill(100));
  });

  test('missing and endless values, and those that single precision does not part', () => {
    const { bins, cuts } = binsOf([Number.NaN, Number.NEGATIVE_INFINITY, -1, 1, Number.POSITIVE_INFINITY]);
    expect([...bins[0]]).toEqual([MISSING_BIN, 0, 1, 2, 3]);
    expect(cuts[0].some(Number.isNaN)).toBe(false);
    expect([...binsOf([1, 1 + 2 ** -40]).cuts[0]]).toEqual([1]);
    expect(binsOf([1 + 2 ** -40, 1 + 2 ** -39]).cuts[0].length).toBe(0);
    expect(binsOf([]).cuts[0].length).toBe(0);
  });
});
