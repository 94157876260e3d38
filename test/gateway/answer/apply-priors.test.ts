import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPrior, applyShift } from '../../../gateway/answer/apply-priors.js';

describe('applyPrior', () => {
  const hypotheses = [
    { intent: 'Find', slots: [], confidence: 0.4 },
    { intent: 'Find', slots: [], confidence: 0.1 },
  ];

  test('a prior moves P(in domain), and P(hypothesis | in domain) stays', () => {
    const contributions = [{ name: 'device_type=tv', value: Math.LN2 }];
    const [first, second] = applyPrior('video', hypotheses, 0.5, { shift: Math.LN2, contributions });
    expect(first).toMatchObject({ domain: 'video', priorShift: Math.LN2, priorContributions: contributions });
    expect(first.hypothesis).toBe(hypotheses[0]);
    // P(in domain) goes from 1/2 to 2/3; the hypotheses have .8 and .2 of it.
    expect(first.posterior).toBeCloseTo(0.8 * (2 / 3), 12);
    expect(second.posterior).toBeCloseTo(0.2 * (2 / 3), 12);
  });

  test('nothing added leaves the very confidences', () => {
    const posteriors = applyPrior('video', hypotheses, 0.7, { shift: 0, contributions: [] }).map(
      (one) => one.posterior,
    );
    expect(posteriors).toEqual([0.4, 0.1]);
    expect(applyPrior('video', [], 0, { shift: 1, contributions: [] })).toEqual([]);
  });

  test('no posterior is above the domain', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, fc.double({ min: -10, max: 10, noNaN: true }), (belief, share, shift) => {
        const confidence = belief * share;
        const [{ posterior }] = applyPrior('a', [{ intent: 'Find', slots: [], confidence }], belief, {
          shift,
          contributions: [],
        });
        expect(posterior).toBeGreaterThanOrEqual(0);
        expect(posterior).toBeLessThanOrEqual(applyShift(belief, shift) * (1 + 1e-9));
      }),
    );
  });
});

describe('applyShift', () => {
  test('logit(shifted) = logit(probability) + shift', () => {
    expect(applyShift(0.5, Math.LN2)).toBeCloseTo(2 / 3, 12);
    expect(applyShift(0.8, -Math.log(4))).toBeCloseTo(0.5, 12);
  });

  test('no shift leaves the probability as it is, exactly', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => applyShift(p, 0) === p));
  });

  test('never removes a domain and keeps the order', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, probability, fc.double({ min: -10, max: 10, noNaN: true }), (p, q, shift) => {
        fc.pre(shift !== 0);
        const [low, high] = [applyShift(Math.min(p, q), shift), applyShift(Math.max(p, q), shift)];
        expect(low).toBeGreaterThan(0);
        expect(high).toBeLessThan(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});
