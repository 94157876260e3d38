import { expect, it } from 'vitest';
import { quantile } from './load.js';
import { slope } from './vitals.js';

it('slope: by least squares, a step', () => {
  expect(slope([1, 3, 5, 7])).toBe(2);
  expect(slope([4, 4, 4])).toBe(0);
  // Worked out by hand: deviations -1, 0, 1 and values 0, 3, 0.
  expect(slope([0, 3, 0])).toBe(0);
});

it('quantile: of the sorted values', () => {
  expect(quantile([3, 1, 2, 4], 0.5)).toBe(3);
  expect(quantile([3, 1, 2, 4], 0.99)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
});
