import { expect, test } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { conformalShare } from '../../../training/priors/conformal.js';

test('the share of the ceil((n + 1) coverage)-th most probable of n', () => {
  // n = 19 at 95 %: the 19th; n = 9 at 80 %: the 8th.
  const shares = Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
  expect(conformalShare(shares, 0.95)).toBe(0.05);
  expect(conformalShare(shares.slice(0, 9), 0.8)).toBe(0.1);
});

test('too few requests promise nothing', () => {
  expect(() => conformalShare(Array(18).fill(0.5), 0.95)).toThrow(
    '18 requests with text are too few for a coverage of 0.95; at least 19',
  );
  expect(() => conformalShare([], 0.95)).toThrow('too few');
});

test('covers new requests as often as it promises, on average over fits', () => {
  const random = seeded(7);
  let covered = 0;
  for (let fit = 0; fit < 2000; fit++) {
    const threshold = conformalShare(
      Array.from({ length: 39 }, () => random.next() ** 2),
      0.9,
    );
    if (random.next() ** 2 >= threshold) covered++;
  }
  // Exactly 36 / 40 = .9 is expected; three standard errors are .02.
  expect(covered / 2000).toBeGreaterThan(0.88);
  expect(covered / 2000).toBeLessThan(0.92);
});
