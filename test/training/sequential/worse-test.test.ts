import { describe, expect, it } from 'vitest';
import { rateOf, togetherOf, WorseTest } from '../../../training/sequential/worse-test.js';
import { type Simulated, simulatedEnds } from '../../bench/trial/simulated-trials.js';

describe('a candidate that is no worse', () => {
  const equal = { share: 0.2, rate: 0.1, ratio: 1, requests: 3_000, every: 1 };

  it.each<[string, Simulated]>([
    ['a fifth of the requests, looked at after each', equal],
    ['a twentieth of the requests', { ...equal, share: 0.05 }],
    ['defects that are frequent', { ...equal, rate: 0.4 }],
    ['outcomes that come late, and a rate that swings', { ...equal, lag: 300, swings: true, every: 10 }],
    ['a shadow, which both answer', { ...equal, share: 0.5, rate: 0.02 }],
    ['a better one', { ...equal, ratio: 0.7 }],
  ])('is called worse in 5 of 100 trials at most: %s', (_what, simulated) => {
    const alarms = simulatedEnds(400, 0.05, simulated).filter((end) => end !== undefined).length;
    // 5 %, and three standard deviations of 400 trials.
    expect(alarms / 400).toBeLessThan(0.05 + 0.033);
  });
});

describe('a candidate that is worse', () => {
  it.each([
    ['twice the defects of 10 %, a fifth of the requests', { share: 0.2, rate: 0.1, ratio: 2 }, 2_000],
    ['twice the defects of 10 %, a twentieth of the requests', { share: 0.05, rate: 0.1, ratio: 2 }, 6_000],
    ['half more of 10 %, a fifth of the requests', { share: 0.2, rate: 0.1, ratio: 1.5 }, 6_500],
    ['errors of 1 % in the place of 0.1 %', { share: 0.2, rate: 0.001, ratio: 10 }, 8_000],
  ])('is called so in 8 of 10 trials in time: %s', (_what, simulated, within) => {
    const ends = simulatedEnds(100, 0.01, { requests: 20_000, every: 10, ...simulated });
    expect(ends.filter((end) => end !== undefined && end <= within).length).toBeGreaterThanOrEqual(80);
  });
});

describe('the evidence', () => {
  it('is 1 before anything was seen, and where all requests are without defect', () => {
    const test = new WorseTest();
    expect(test.evidence).toBe(1);
    test.look({ active: { requests: 100, defects: 0 }, candidate: { requests: 5, defects: 0 } });
    expect(test.evidence).toBe(1);
    expect(test.ratio).toBeUndefined();
  });

  it('is the mean of likelihood ratios, worked out by hand', () => {
    const test = new WorseTest();
    test.look({ active: { requests: 80, defects: 3 }, candidate: { requests: 19, defects: 2 } });
    const ratios = [1.125, 1.25, 1.5, 2, 3, 5, 10, 30];
    // The candidate's share is (19 + 1) / (80 + 19 + 1).
    const expected = ratios.reduce((sum, r) => sum + r ** 2 / (0.8 + 0.2 * r) ** 5, 0) / ratios.length;
    expect(test.evidence).toBeCloseTo(expected, 12);
    expect(test.ratio).toBeCloseTo(2 / 19 / (3 / 80), 12);
  });

  it('stays finite where defects come without requests, and over ten million requests', () => {
    const test = new WorseTest();
    test.look({ active: { requests: 0, defects: 0 }, candidate: { requests: 0, defects: 1 } });
    expect(test.evidence).toBe(1);
    test.look({
      active: { requests: 8e6, defects: 8e5 },
      candidate: { requests: 2e6, defects: 2e5 },
    });
    expect(test.evidence).toBeGreaterThanOrEqual(0);
    expect(test.evidence).toBeLessThan(1);
  });

  it('of several tests is their mean, and of none nothing', () => {
    expect(togetherOf([1, 3])).toBe(2);
    expect(togetherOf([])).toBe(0);
    expect(rateOf({ requests: 0, defects: 0 })).toBeUndefined();
  });
});
