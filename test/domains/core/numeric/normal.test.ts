import { expect, test } from 'vitest';
import { normalBelow } from '../../../../domains/core/numeric/normal.js';

test('is the normal distribution, in the middle, in the tails and beyond', () => {
  // Abramowitz and Stegun, table 26.1; Mills' ratio at 10.
  expect(normalBelow(0)).toBeCloseTo(0.5, 14);
  expect(normalBelow(1)).toBeCloseTo(0.841344746068543, 13);
  expect(normalBelow(-1.96)).toBeCloseTo(0.0249978951482204, 13);
  expect(normalBelow(-10) / 7.61985302416053e-24).toBeCloseTo(1, 8);
  expect([Number.NEGATIVE_INFINITY, -50, 50, Number.POSITIVE_INFINITY].map(normalBelow)).toEqual([0, 0, 1, 1]);
});

test('rises, and both sides are one', () => {
  let last = 0;
  for (let x = -9; x <= 9; x += 0.01) {
    expect(normalBelow(x)).toBeGreaterThanOrEqual(last);
    expect(normalBelow(x) + normalBelow(-x)).toBeCloseTo(1, 14);
    last = normalBelow(x);
  }
});
