import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  calibrateList,
  type ListCalibration,
  mappedLogit,
} from '../../../../../domains/core/resolution/ranking/list-calibration.js';
import { logit } from '../../../../../serving/numeric/log-odds.js';

const IDENTITY: ListCalibration = { slope: 1, noneSlope: 1, noneOffset: 0, points: [] };
const probabilitiesOf = (scores: readonly number[], calibration = IDENTITY) => {
  const values = Float64Array.from(scores);
  calibrateList(values, scores.length - 1, calibration);
  return [...values];
};
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 9));

describe('by hand', () => {
  test('the softmax of scores and of the null entity', () => {
    expect(probabilitiesOf([Math.log(6), Math.log(3), 0])).toEqual(closeTo([0.6, 0.3, 0.1]));
    const calibration = { ...IDENTITY, slope: 2, noneSlope: 0.5, noneOffset: Math.log(2) };
    expect(probabilitiesOf([Math.log(3), 0, Math.log(4)], calibration)).toEqual(closeTo([9 / 14, 1 / 14, 4 / 14]));
  });

  test('the first goes along the line and the others share what it leaves', () => {
    const points = [
      { from: logit(0.4), to: logit(0.5) },
      { from: logit(0.6), to: logit(0.8) },
    ];
    const calibration = { ...IDENTITY, points };
    expect(probabilitiesOf([Math.log(6), Math.log(3), 0], calibration)).toEqual(closeTo([0.8, 0.15, 0.05]));
    expect(mappedLogit(points, 9)).toBeCloseTo(logit(0.8) + 9 - logit(0.6), 9);
    expect(mappedLogit(points, -9)).toBeCloseTo(logit(0.5) - 9 - logit(0.4), 9);
    expect(mappedLogit(points, (logit(0.4) + logit(0.6)) / 2)).toBeCloseTo((logit(0.5) + logit(0.8)) / 2, 9);
  });

  test('the second never overtakes the first', () => {
    const low = { ...IDENTITY, points: [{ from: 0, to: -9 }] };
    const [first, second, none] = probabilitiesOf([2, 1.9, 0], low);
    expect(first).toBeCloseTo(second, 9);
    expect(first + second + none).toBeCloseTo(1, 9);
  });

  test('scores that are far apart leave a little doubt', () => {
    expect(probabilitiesOf([5_000, 0, 0])).toEqual([1 - 1e-6, 0, 1e-6]);
    const [first, , none] = probabilitiesOf([-5_000, -6_000, 0]);
    expect(first).toBeGreaterThan(0);
    expect(none).toBeCloseTo(1, 5);
  });
});

test('any scores: probabilities sum to 1 and keep the order of the scores', () => {
  const score = fc.double({ min: -500, max: 500, noNaN: true });
  const rising = fc.array(
    fc.tuple(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
  );
  fc.assert(
    fc.property(fc.array(score, { minLength: 2, maxLength: 9 }), score, rising, (scores, noneOffset, steps) => {
      const sumTo = (place: number, which: 0 | 1) =>
        steps.slice(0, place + 1).reduce((sum, step) => sum + step[which], which - 5);
      const points = steps.map((_, place) => ({ from: sumTo(place, 0), to: sumTo(place, 1) }));
      const found = probabilitiesOf(scores, { slope: 0.7, noneSlope: 0.4, noneOffset, points });
      expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
      for (const value of found) expect(value >= 0 && value <= 1).toBe(true);
      const best = scores.slice(0, -1).indexOf(Math.max(...scores.slice(0, -1)));
      for (const value of found.slice(0, -1)) expect(value).toBeLessThanOrEqual(found[best] + 1e-9);
    }),
    { seed: 20, numRuns: 500 },
  );
});
