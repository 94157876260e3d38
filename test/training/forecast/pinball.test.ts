import { expect, it } from 'vitest';
import { ForecastScore, pinball } from '../../../training/forecast/pinball.js';

it('weighs shortfall by the share and excess by the rest', () => {
  expect(pinball(0.9, 10, 8)).toBeCloseTo(1.8);
  expect(pinball(0.9, 8, 10)).toBeCloseTo(0.2);
});

it('sums up loss and coverage as worked out by hand', () => {
  const score = new ForecastScore([0.1, 0.9]);
  score.add(10, [8, 12]);
  score.add(20, [12, 18]);
  score.add(Number.NaN, [0, 0]);
  // Shares of 10 %: .1 * 2 + .1 * 8 = 1; of 90 %: .1 * 2 + .9 * 2 = 2; twice their mean over loads of 30.
  expect(score.weightedQuantileLoss).toBeCloseTo(3 / 30);
  expect(score.coverage(0.1, 0.9)).toBeCloseTo(0.5);
  expect(score.count).toBe(2);
});

it('is the same as the relative error for a point forecast', () => {
  const score = new ForecastScore([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
  score.add(10, Array(9).fill(7));
  score.add(5, Array(9).fill(6));
  expect(score.weightedQuantileLoss).toBeCloseTo(4 / 15);
});

it('has no figure where nothing was known or nothing came', () => {
  const score = new ForecastScore([0.5]);
  score.add(0, [1]);
  expect(score.weightedQuantileLoss).toBeNaN();
});
