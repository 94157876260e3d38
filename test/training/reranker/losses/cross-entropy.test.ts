import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import {
  listwiseCrossEntropy,
  pointwiseCrossEntropy,
  softmax,
  softplus,
} from '../../../../training/reranker/losses/cross-entropy.js';
import { expectSlopes } from '../../../support/models/slopes.js';

const score = fc.double({ min: -6, max: 6, noNaN: true });
const list = fc.array(score, { minLength: 1, maxLength: 5 }).map((values) => Float64Array.from(values));
const weight = fc.double({ min: 0.1, max: 20, noNaN: true });
const EXTREMES = [-700, 0, 700];
const none = () => new Float64Array(8);

describe('pointwiseCrossEntropy', () => {
  it('gives the values worked out by hand', () => {
    // p = 3/4 right and p = 1/2 wrong: -log(3/4) - log(1/2).
    const scores = Float64Array.of(Math.log(3), 0);
    const slopes = new Float64Array(2);
    expect(pointwiseCrossEntropy(scores, 0, 1, slopes)).toBeCloseTo(-Math.log(3 / 4) - Math.log(1 / 2), 12);
    expect(slopes[0]).toBeCloseTo(-1 / 4, 12);
    expect(slopes[1]).toBeCloseTo(1 / 2, 12);
    // None right: -log(1/4) - log(1/2), ten times, on top of what was there.
    expect(pointwiseCrossEntropy(scores, -1, 10, slopes)).toBeCloseTo(10 * Math.log(8), 12);
    expect(slopes[0]).toBeCloseTo(-1 / 4 + 7.5, 12);
  });

  it('slopes as its values do', () => {
    fc.assert(
      fc.property(list, fc.nat(5), weight, (scores, place, w) => {
        const right = (place % (scores.length + 1)) - 1;
        expectSlopes((point, slopes) => pointwiseCrossEntropy(point, right, w, slopes), scores);
      }),
    );
  });

  it('is exact and finite at the extremes', () => {
    expect(pointwiseCrossEntropy(Float64Array.of(-700), 0, 1, none())).toBe(700);
    expect(pointwiseCrossEntropy(Float64Array.of(700), -1, 1, none())).toBe(700);
    expect(pointwiseCrossEntropy(Float64Array.of(700), 0, 1, none())).toBeCloseTo(0, 12);
    expect(pointwiseCrossEntropy(new Float64Array(0), -1, 1, none())).toBe(0);
  });
});

describe('listwiseCrossEntropy', () => {
  const joint = (point: Float64Array, right: number, w: number, slopes: Float64Array) =>
    listwiseCrossEntropy(point[0], point.subarray(1), right, w, slopes);

  it('gives the values worked out by hand', () => {
    // P(present) = 3/4, shares 2/3 and 1/3.
    const point = Float64Array.of(Math.log(3), Math.log(2), 0);
    const slopes = new Float64Array(3);
    expect(joint(point, 0, 1, slopes)).toBeCloseTo(-Math.log((3 / 4) * (2 / 3)), 12);
    expect([...slopes].map((slope) => Math.round(slope * 12))).toEqual([-3, -4, 4]);
    expect(joint(point, -1, 1, none())).toBeCloseTo(-Math.log(1 / 4), 12);
  });

  it('slopes as its values do', () => {
    fc.assert(
      fc.property(score, list, fc.nat(5), weight, (present, scores, place, w) => {
        const right = (place % (scores.length + 1)) - 1;
        expectSlopes((point, slopes) => joint(point, right, w, slopes), Float64Array.of(present, ...scores));
      }),
    );
  });

  it('is exact and finite at the extremes', () => {
    // The right one has e^-1400 of the list.
    expect(joint(Float64Array.of(0, -700, 700), 0, 1, none())).toBeCloseTo(Math.LN2 + 1400, 9);
    expect(joint(Float64Array.of(-700, 0), 0, 1, none())).toBe(700);
    expect(joint(Float64Array.of(700, 0), -1, 1, none())).toBe(700);
    for (const present of EXTREMES) {
      for (const one of EXTREMES) {
        for (const other of EXTREMES) {
          for (const right of [-1, 0, 1]) {
            const slopes = new Float64Array(3);
            expect(Number.isFinite(joint(Float64Array.of(present, one, other), right, 1, slopes))).toBe(true);
            expect(slopes.every(Number.isFinite)).toBe(true);
          }
        }
      }
    }
  });
});

it('sigmoid, softplus and softmax hold from end to end', () => {
  expect([sigmoid(-800), sigmoid(0), sigmoid(800)]).toEqual([0, 0.5, 1]);
  expect(sigmoid(-700)).toBeCloseTo(Math.exp(-700), 310);
  expect([softplus(-800), softplus(800)]).toEqual([0, 800]);
  expect(softplus(0)).toBeCloseTo(Math.LN2, 15);
  expect([...softmax(Float64Array.of(700, -700, 700))]).toEqual([0.5, 0, 0.5]);
  expect(softmax(new Float64Array(0))).toHaveLength(0);
  fc.assert(
    fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
      expect(sigmoid(x) + sigmoid(-x)).toBeCloseTo(1, 12);
      expect(softplus(x) - softplus(-x)).toBeCloseTo(x, 9);
    }),
  );
});
