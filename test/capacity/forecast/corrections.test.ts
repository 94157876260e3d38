import { expect, it } from 'vitest';
import { AdaptiveConformal } from '../../../capacity/forecast/adaptive-conformal.js';
import { atShare, newsvendorShare, QUANTILES, uncross } from '../../../capacity/forecast/quantile-levels.js';
import { quantileOf, seasonalNaive } from '../../../capacity/forecast/seasonal-naive.js';
import { seeded } from '../../../training/numeric/random.js';

it('keeps the promised share below each quantile although forecasts are far off', () => {
  // Loads are uniform in 0 to 100; forecasts say 40 to 60.
  const random = seeded(1);
  const conformal = new AdaptiveConformal();
  const said = Float64Array.from(QUANTILES, (share) => 40 + 20 * share);
  const below = new Float64Array(QUANTILES.length);
  const [learning, counted] = [5_000, 20_000];
  for (let step = 0; step < learning + counted; step++) {
    const load = 100 * random.next();
    const corrected = conformal.corrected(said);
    if (step >= learning)
      for (const [index, value] of corrected.entries()) if (load <= value) below[index] += 1 / counted;
    conformal.observe(load, said);
  }
  for (const [index, share] of QUANTILES.entries()) expect(Math.abs(below[index] - share)).toBeLessThan(0.02);
});

it('learns nothing from what is not known, and little from one spike', () => {
  const conformal = new AdaptiveConformal();
  const said = Float64Array.from(QUANTILES, (share) => share);
  conformal.observe(Number.NaN, said);
  expect(conformal.corrected(said)).toEqual(said);
  conformal.observe(1e12, said);
  expect(Math.max(...conformal.corrected(said))).toBeLessThan(1.1);
});

it('sorts quantiles that cross, and makes none negative', () => {
  expect([...uncross(Float64Array.of(3, -1, 2))]).toEqual([0, 2, 3]);
});

it('plans for the quantile of two prices, between the given ones by a straight line', () => {
  expect(newsvendorShare(19, 1)).toBeCloseTo(0.95);
  const rising = QUANTILES.map((_, index) => 10 * index);
  expect(atShare(rising, 0.05)).toBe(0);
  expect(atShare(rising, 0.15)).toBeCloseTo(5);
  expect(atShare(rising, 0.97)).toBeCloseTo(95);
  expect(atShare(rising, 1)).toBe(100);
});

it('forecasts yesterday, and how much days differed', () => {
  const values = Float64Array.from({ length: 96 }, (_, hour) => (hour % 24) + 10 * Math.floor(hour / 24));
  const [quantiles] = seasonalNaive({ name: 'rising', stepSeconds: 3_600, startSeconds: 0, values }, 96, [1])!;
  // Yesterday's first hour had 30, and every day had 10 more than the one before.
  expect([...quantiles]).toEqual(QUANTILES.map(() => 40));
  expect(quantileOf(Float64Array.of(1, 2, 4), 0.75)).toBe(3);
});
