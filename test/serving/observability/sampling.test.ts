import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSampled } from '../../../serving/observability/sampling.js';

const ids = Array.from({ length: 20_000 }, (_, index) => `request-${index}`);

test.each([0.01, 0.1, 0.5, 0.9])('about the share of ids is sampled: %d', (share) => {
  const sampled = ids.filter((id) => isSampled(id, share)).length / ids.length;
  // Four standard deviations of a binomial.
  expect(Math.abs(sampled - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / ids.length));
});

test('none at 0, all at 1, and what is sampled stays so at a larger share', () => {
  fc.assert(
    fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (id, share) => {
      expect([isSampled(id, 0), isSampled(id, 1)]).toEqual([false, true]);
      if (isSampled(id, share / 2)) expect(isSampled(id, share)).toBe(true);
    }),
  );
});
