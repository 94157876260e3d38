import { expect, it } from 'vitest';
import { detectableDifference } from '../../../training/evaluation/detectable-difference.js';

const of = (count: number, value: number) => Array.from({ length: count }, () => value);

it('is 2.8016 standard errors of the mean of paired differences', () => {
  // 100 rows, four worse and two better: mean .02, variance (6 - 100 * .02^2) / 99 = .0602020, standard error .0245361.
  expect(detectableDifference([...of(4, 1), ...of(2, -1), ...of(94, 0)])).toBeCloseTo(2.801585 * 0.0245361, 5);
  // Four rows, +1, +1, -1, -1: mean 0, variance 4 / 3, standard error .57735.
  expect(detectableDifference([1, 1, -1, -1])).toBeCloseTo(2.801585 * 0.57735, 5);
});

it('takes a variance of 3 / n where rows hardly differ: 2.8016 * sqrt(3) / n', () => {
  expect(detectableDifference(of(100, 0))).toBeCloseTo((2.801585 * Math.sqrt(3)) / 100, 6);
  // One row of 100: variance .01 is less than .03.
  expect(detectableDifference([1, ...of(99, 0)])).toBeCloseTo((2.801585 * Math.sqrt(3)) / 100, 6);
});

it('halves with four times the rows that differ alike', () => {
  const once = [...of(10, 1), ...of(10, -1), ...of(80, 0)];
  const four = [...once, ...once, ...once, ...once];
  expect(detectableDifference(four) / detectableDifference(once)).toBeCloseTo(0.5, 2);
});

it('is undefined for fewer than two rows', () => {
  expect(detectableDifference([])).toBeNaN();
  expect(detectableDifference([1])).toBeNaN();
});
