import { expect, test } from 'vitest';
import { CustomerWeights } from '../../../../training/learning/sessions/customer-weights.js';

test('a million events of one customer weigh as much as the bound, and no other loses', () => {
  const weights = new CustomerWeights(5);
  for (let event = 0; event < 1_000_000; event++) weights.add('loud', 'play jazz', 1);
  weights.add('quiet', 'play jazz', 1);
  weights.add('loud', 'pause', 0.5);
  expect(1_000_000 * weights.factor('loud', 'play jazz')).toBeCloseTo(5, 9);
  expect(weights.factor('quiet', 'play jazz')).toBe(1);
  expect(weights.factor('loud', 'pause')).toBe(1);
});

test('weights that are no numbers above 0 count as none', () => {
  const weights = new CustomerWeights(1);
  for (const weight of [Number.NaN, -1, 0, Number.POSITIVE_INFINITY]) weights.add('c', 'l', weight);
  expect(weights.factor('c', 'l')).toBe(1);
  expect(() => new CustomerWeights(0)).toThrow('most: above 0, not 0');
});

test('customers and labels are kept apart, whatever characters they have', () => {
  const weights = new CustomerWeights(1);
  weights.add('a","b', 'c', 4);
  expect(weights.factor('a', 'b","c')).toBe(1);
});
