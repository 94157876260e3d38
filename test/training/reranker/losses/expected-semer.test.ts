import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedSemer, pointwiseExpectedSemer } from '../../../../training/reranker/losses/expected-semer.js';
import { costOfNothing } from '../../../../training/reranker/losses/ranking-example.js';
import { expectSlopes } from '../../../support/models/slopes.js';

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Scores beside costs. */
const rows = fc
  .array(fc.tuple(double(-6, 6), double(0, 3)), { minLength: 1, maxLength: 5 })
  .map((list) => ({ scores: Float64Array.from(list, ([s]) => s), cost: Float64Array.from(list, ([, c]) => c) }));
const nothing = fc.constantFrom(0, 1);
const weight = double(0.1, 20);
const EXTREMES = [-700, 0, 700];

describe('expectedSemer', () => {
  const joint = (point: Float64Array, cost: Float64Array, zero: number, w: number, slopes: Float64Array) =>
    expectedSemer(point[0], point.subarray(1), cost, zero, w, slopes);

  it('gives the values worked out by hand', () => {
    // P(present) = 3/4, shares 2/3 and 1/3, costs 0 and 3/2: 3/4 (1/2) + 1/4.
    const point = Float64Array.of(Math.log(3), Math.log(2), 0);
    const slopes = new Float64Array(3);
    expect(joint(point, Float64Array.of(0, 1.5), 1, 2, slopes)).toBeCloseTo(2 * (3 / 8 + 1 / 4), 12);
    // u: 2 (3/4)(1/4)(1/2 - 1); v: 2 (3/4)(2/3)(0 - 1/2) and 2 (3/4)(1/3)(3/2 - 1/2).
    expect(slopes[0]).toBeCloseTo(-3 / 16, 12);
    expect(slopes[1]).toBeCloseTo(-1 / 2, 12);
    expect(slopes[2]).toBeCloseTo(1 / 2, 12);
  });

  it('slopes as its values do', () => {
    fc.assert(
      fc.property(double(-6, 6), rows, nothing, weight, (present, { scores, cost }, zero, w) => {
        expectSlopes((point, slopes) => joint(point, cost, zero, w, slopes), Float64Array.of(present, ...scores));
      }),
    );
  });

  it('stays finite, and between the costs, at the extremes', () => {
    for (const present of EXTREMES) {
      for (const one of EXTREMES) {
        for (const other of EXTREMES) {
          const slopes = new Float64Array(3);
          const loss = joint(Float64Array.of(present, one, other), Float64Array.of(0, 2), 1, 1, slopes);
          expect(loss).toBeGreaterThanOrEqual(0);
          expect(loss).toBeLessThanOrEqual(2);
          expect(slopes.every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

describe('pointwiseExpectedSemer', () => {
  it('is the expectation over the hypotheses and a null hypothesis of score 0', () => {
    // e^score: 2, 1, and 1 for the null one; costs 0, 3/2 and 1.
    const slopes = new Float64Array(2);
    const loss = pointwiseExpectedSemer(Float64Array.of(Math.log(2), 0), Float64Array.of(0, 1.5), 1, 1, slopes);
    expect(loss).toBeCloseTo((2 * 0 + 1.5 + 1) / 4, 12);
    // Slopes of a softmax: share times (cost - expectation).
    expect(slopes[0]).toBeCloseTo((2 / 4) * (0 - 0.625), 12);
    expect(slopes[1]).toBeCloseTo((1 / 4) * (1.5 - 0.625), 12);
  });

  it('slopes as its values do', () => {
    fc.assert(
      fc.property(rows, nothing, weight, ({ scores, cost }, zero, w) => {
        expectSlopes((point, slopes) => pointwiseExpectedSemer(point, cost, zero, w, slopes), scores);
      }),
    );
  });

  it('tells a bias, which a softmax over the hypotheses alone cannot', () => {
    const cost = Float64Array.of(0, 1);
    const shifted = (shift: number) => Float64Array.of(2 + shift, 1 + shift);
    const without = (shift: number) => expectedSemer(700, shifted(shift), cost, 0, 1, new Float64Array(3));
    expect(without(5)).toBeCloseTo(without(0), 12);
    const inDomain = (shift: number) =>
      pointwiseExpectedSemer(shifted(shift), cost, costOfNothing({ isInDomain: true }), 1, new Float64Array(2));
    const outOfDomain = (shift: number) =>
      pointwiseExpectedSemer(
        shifted(shift),
        Float64Array.of(1, 1),
        costOfNothing({ isInDomain: false }),
        1,
        new Float64Array(2),
      );
    expect(inDomain(5)).toBeLessThan(inDomain(0));
    expect(outOfDomain(-5)).toBeLessThan(outOfDomain(0));
    // So the slopes along the bias do not cancel either.
    const slopes = new Float64Array(2);
    pointwiseExpectedSemer(shifted(0), cost, 1, 1, slopes);
    expect(slopes[0] + slopes[1]).toBeLessThan(-0.01);
  });

  it('stays finite at the extremes and for a list of nothing', () => {
    for (const one of EXTREMES) {
      for (const other of EXTREMES) {
        const slopes = new Float64Array(2);
        const loss = pointwiseExpectedSemer(Float64Array.of(one, other), Float64Array.of(0, 2), 1, 1, slopes);
        expect(loss).toBeGreaterThanOrEqual(0);
        expect(loss).toBeLessThanOrEqual(2);
        expect(slopes.every(Number.isFinite)).toBe(true);
      }
    }
    expect(pointwiseExpectedSemer(new Float64Array(0), new Float64Array(0), 1, 3, new Float64Array(0))).toBe(3);
  });
});

it('an empty list costs every error in domain, and none out of it', () => {
  expect(costOfNothing({ isInDomain: true })).toBe(1);
  expect(costOfNothing({ isInDomain: false })).toBe(0);
});
