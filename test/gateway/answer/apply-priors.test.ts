import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPrior, applyShift } from '../../../gateway/answer/apply-priors.js';

test("a domain's prior moves each of its hypotheses, in their order", () => {
  const hypotheses = [
    { slots: [], confidence: 0.5 },
    { slots: [], confidence: 0.2 },
  ];
  const contributions = [{ name: 'device_type=tv', value: Math.LN2 }];
  const [first, second] = applyPrior('video', hypotheses, { shift: Math.LN2, contributions });
  expect(first).toMatchObject({ domain: 'video', priorShift: Math.LN2, priorContributions: contributions });
  expect(first?.hypothesis).toBe(hypotheses[0]);
  // Odds of 1 : 1 and 1 : 4, doubled.
  expect(first?.posterior).toBeCloseTo(2 / 3, 12);
  expect(second?.posterior).toBeCloseTo(1 / 3, 12);
  expect(applyPrior('video', [], { shift: 1, contributions: [] })).toEqual([]);
});

describe('applyShift', () => {
  test('logit(posterior) = logit(confidence) + shift', () => {
    expect(applyShift(0.5, Math.LN2)).toBeCloseTo(2 / 3, 12);
    expect(applyShift(0.8, -Math.log(4))).toBeCloseTo(0.5, 12);
  });

  test('no shift leaves the confidence as it is, exactly', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => applyShift(p, 0) === p));
  });

  test('never removes a hypothesis and keeps the order within a domain', () => {
    const confidence = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(confidence, confidence, fc.double({ min: -10, max: 10, noNaN: true }), (p, q, shift) => {
        fc.pre(shift !== 0);
        const [low, high] = [applyShift(Math.min(p, q), shift), applyShift(Math.max(p, q), shift)];
        expect(low).toBeGreaterThan(0);
        expect(high).toBeLessThan(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
