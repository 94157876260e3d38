import { expect, test } from 'vitest';
import { mostOfFields } from '../../../../../../domains/core/resolution/strategies/postings/most-of-fields.js';

/** An occurrence in a field of n words weighs top / n. */
const field = (top: number) => Float32Array.from({ length: 256 }, (_, words) => top / Math.max(1, words));
const share = (weight: number) => (2.2 * weight) / (1.2 + weight);

test('terms of one field weigh less together than each alone', () => {
  // One term alone in a name of one word, or both in one of two.
  expect(mostOfFields([3, 2], [field(2)])).toBeCloseTo(Math.max(3 * share(2), 5 * share(1)), 6);
  expect(mostOfFields([3], [field(2)])).toBeCloseTo(3 * share(2), 6);
  expect(mostOfFields([], [field(2)])).toBe(0);
});

test('a second field may have a term once more, or have another one', () => {
  // One word in each field: the same term twice, or two terms once each.
  expect(mostOfFields([3], [field(2), field(1)])).toBeCloseTo(3 * share(3), 6);
  // The dearer one in both fields, of one word and of two; the other in the second.
  expect(mostOfFields([3, 2], [field(2), field(1)])).toBeCloseTo(3 * share(2 + 0.5) + 2 * share(2), 6);
});

test('terms that no field keeps add nothing', () => {
  expect(mostOfFields([3, 2], [])).toBe(0);
});
