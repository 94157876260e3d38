import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exclusive } from '../../../gateway/answer/exclusive.js';
import { logit } from '../../../serving/numeric/log-odds.js';

const sumOf = (beliefs: readonly number[]) => beliefs.reduce((sum, belief) => sum + belief, 0);

test('beliefs that sum to 1 at most are left alone', () => {
  const beliefs = [0.6, 0.3, 0.1];
  expect(exclusive(beliefs)).toBe(beliefs);
  expect(exclusive([])).toEqual([]);
});

test('one that is sure stands, and equal ones share', () => {
  const [sure, half] = exclusive([0.999, 0.3]);
  expect([sure.toFixed(2), half.toFixed(2)]).toEqual(['0.98', '0.02']);
  for (const each of exclusive([0.6, 0.6])) expect(each).toBeCloseTo(0.5, 6);
  for (const each of exclusive([1, 1, 1])) expect(each).toBeCloseTo(1 / 3, 6);
});

test('others sum to 1, in their order, each with the same taken from its log-odds', () => {
  const belief = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.array(belief, { minLength: 2, maxLength: 8 }), (beliefs) => {
      fc.pre(sumOf(beliefs) > 1);
      const shared = exclusive(beliefs);
      expect(sumOf(shared)).toBeCloseTo(1, 5);
      const taken = shared.map((each, place) => logit(beliefs[place]!) - logit(each));
      for (const each of taken) expect(each).toBeCloseTo(taken[0]!, 4);
    }),
  );
  expect(exclusive([0.9, 0, 0.9])[1]).toBe(0);
});
