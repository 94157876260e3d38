import { expect, test } from 'vitest';
import { mixed, orderBy } from '../../../training/numeric/random.js';

const ordered = (count: number, key: number) => {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  // Added entries may stand anywhere: it is keys that count.
  orderBy(
    order,
    key,
    Int32Array.from(order, (index) => 7 * index),
  );
  return [...order];
};

test('entries that are added leave the others in their order', () => {
  const few = ordered(200, 5);
  expect(ordered(260, 5).filter((entry) => entry < 200)).toEqual(few);
  expect(few).not.toEqual([...few].sort((one, other) => one - other));
  expect(ordered(200, 6)).not.toEqual(few);
  expect([...few].sort((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, index) => index));
});

test('draws of two numbers are never 0, and seldom the same', () => {
  const drawn = new Set(Array.from({ length: 10_000 }, (_, index) => mixed(index % 100, Math.floor(index / 100))));
  expect(drawn.has(0)).toBe(false);
  expect(drawn.size).toBeGreaterThan(9_990);
});
