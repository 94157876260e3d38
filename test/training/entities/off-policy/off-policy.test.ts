import { describe, expect, test } from 'vitest';
import { choiceOf } from '../../../../domains/core/resolution/policy/learned-policy.js';
import type { PolicyModel } from '../../../../domains/core/resolution/policy/policy-model.js';
import {
  bernsteinInterval,
  offPolicyEstimates,
  type WeighedDecision,
} from '../../../../training/entities/off-policy/estimates.js';
import {
  comparePolicies,
  policyComparisonText,
  policyRefusal,
} from '../../../../training/entities/off-policy/policy-gate.js';
import type { LoggedDecision } from '../../../../training/entities/policy/logged-decision.js';
import { seeded } from '../../../../training/numeric/random.js';
import { featuresOf, policyModel, strategyModel } from '../../../domains/core/resolution/policy/small-policy.js';

const weighed = (given: Partial<WeighedDecision>): WeighedDecision => ({
  request: 'r1',
  propensity: 0.5,
  target: 0.5,
  value: 1,
  predicted: 0,
  expected: 0,
  ...given,
});

describe('estimates of what a policy is worth', () => {
  test('are those worked out by hand', () => {
    // Weights 2, .5 and 1; values 1, 0 and .5.
    const estimates = offPolicyEstimates([
      weighed({ request: 'a', propensity: 0.4, target: 0.8, value: 1, predicted: 0.7, expected: 0.6 }),
      weighed({ request: 'b', propensity: 0.8, target: 0.4, value: 0, predicted: 0.2, expected: 0.3 }),
      weighed({ request: 'c', propensity: 0.5, target: 0.5, value: 0.5, predicted: 0.5, expected: 0.4 }),
    ]);
    expect(estimates.count).toBe(3);
    expect(estimates.ips.interval.value).toBeCloseTo(2.5 / 3, 12);
    expect(estimates.snips.interval.value).toBeCloseTo(2.5 / 3.5, 12);
    // (.6 + 2 x .3 + .3 - .5 x .2 + .4) / 3.
    expect(estimates.dr.interval.value).toBeCloseTo(1.8 / 3, 12);
  });

  test('are the mean of what was seen for the policy that did it, decisions of a request added up', () => {
    const estimates = offPolicyEstimates([
      weighed({ request: 'a', value: 1 }),
      weighed({ request: 'a', value: 0.5 }),
      weighed({ request: 'b', value: 0 }),
      weighed({ request: 'b', value: 0.25 }),
    ]);
    for (const name of ['ips', 'snips', 'dr'] as const) {
      expect(estimates[name].interval.value).toBeCloseTo(0.875, 12);
      const { low, high } = estimates[name].bernstein;
      expect((low + high) / 2).toBeCloseTo(0.875, 12);
    }
  });

  test('have the bound of Maurer and Pontil', () => {
    const terms = Float64Array.of(0, 1, 1, 0, 1);
    // Variance .3, log(4 / .05) = 4.382027: sqrt(.6 x 4.382027 / 5) + 7 x 4.382027 / 12.
    expect(bernsteinInterval(0.6, terms, 1).high).toBeCloseTo(0.6 + 0.725_144 + 2.556_182, 4);
  });

  test.each([
    [{ propensity: 0 }, 'decision 2: propensity 0; it must be in (0, 1]'],
    [{ propensity: Number.NaN }, 'decision 2: propensity NaN'],
    [{ target: -0.1 }, 'decision 2: target -0.1; it must be in [0, 1]'],
    [{ value: Number.NaN }, 'decision 2: value NaN; it must be a number'],
    [{ expected: Number.POSITIVE_INFINITY }, 'decision 2: expected Infinity'],
  ])('refuse %o by its row', (wrong, problem) => {
    expect(() => offPolicyEstimates([weighed({}), weighed(wrong)])).toThrow(problem);
  });

  test('of nothing are refused', () => {
    expect(() => offPolicyEstimates([])).toThrow('a log of no decisions');
  });

  test('hold the true worth in some 95 of 100 logs', () => {
    const random = seeded(31);
    const [logs, requests] = [200, 400];
    const held = { ips: 0, snips: 0, dr: 0 };
    let bernstein = 0;
    // Contexts x in {0, 1}; doing it is worth .2 + .5 x; logged by .3, to be done by .7. The model is wrong on purpose.
    const truth = 0.7 * (0.2 + 0.5 / 2);
    for (let log = 0; log < logs; log++) {
      const decisions = Array.from({ length: requests }, (_, request): WeighedDecision => {
        const [x, isDone] = [random.below(2), random.next() < 0.3];
        const value = isDone && random.next() < 0.2 + 0.5 * x ? 1 : 0;
        return {
          request: `${request}`,
          propensity: isDone ? 0.3 : 0.7,
          target: isDone ? 0.7 : 0.3,
          value,
          predicted: isDone ? 0.5 : 0,
          expected: 0.7 * 0.5,
        };
      });
      const estimates = offPolicyEstimates(decisions, { resamples: 400, seed: log });
      for (const name of ['ips', 'snips', 'dr'] as const) {
        const { low, high } = estimates[name].interval;
        if (low <= truth && truth <= high) held[name]++;
      }
      const { low, high } = estimates.dr.bernstein;
      if (low <= truth && truth <= high) bernstein++;
    }
    // 95% give or take three standard errors of 200 logs; the bench has more of them.
    for (const name of ['ips', 'snips', 'dr'] as const) {
      expect(held[name] / logs).toBeGreaterThan(0.905);
      expect(held[name] / logs).toBeLessThan(0.995);
    }
    expect(bernstein / logs).toBeGreaterThan(0.99);
  });
});

describe('the gate of policies', () => {
  const mixed = policyModel([strategyModel('phonetic', -1.1)], { exploration: 0.3 });
  /** Phonetic finds what others have not in four requests of ten. */
  const log = (requests: number): LoggedDecision[] => {
    const random = seeded(5);
    return Array.from({ length: requests }, (_, request): LoggedDecision => {
      const [features, requestId] = [featuresOf(), `r${request}`];
      const { depth, propensity } = choiceOf(mixed, features, requestId, 'phonetic');
      const reward = depth > 0 && random.next() < 0.4 * (depth === 5 ? 0.8 : 1) ? 1 : 0;
      return { requestId, strategy: 'phonetic', features, depth, propensity, reward };
    });
  };
  const [eager, idle]: PolicyModel[] = [3, -9].map((mean) =>
    policyModel([strategyModel('phonetic', mean)], { version: mean > 0 ? 'eager' : 'idle' }),
  );

  const against = (candidate: PolicyModel, active: PolicyModel, requests: number) =>
    comparePolicies(candidate, active, log(requests));

  test('takes one that is better by what was logged, and refuses one that is worse, with the figures', () => {
    expect(policyRefusal(against(eager, idle, 2_000))).toBeUndefined();
    const worse = against(idle, eager, 2_000);
    expect(worse).toMatchObject({ passed: false, requests: 2_000, candidate: 'idle', active: 'eager' });
    expect(worse.worth.candidate.dr.interval.high).toBeLessThan(worse.worth.active.dr.interval.low);
    expect(policyRefusal(worse)).toMatch(
      /^policy: idle differs from eager by -0\.3\d+ \(-0\.3\d+ to -0\.2\d+\) accepted/,
    );
    expect(policyComparisonText(worse)).toEqual([
      expect.stringContaining('policy: eager -> idle, by 2000 requests'),
      expect.stringMatching(/^policy, IPS: 0\.\d+ \(.*\) -> -?0\.\d+ \(/),
      expect.stringMatching(/^policy, SNIPS: /),
      expect.stringMatching(/^policy, DR: /),
      expect.stringMatching(/^policy, difference \(DR\): -0\./),
    ]);
  });

  test('refuses one that too few requests speak for', () => {
    expect(policyRefusal(against(eager, mixed, 12))).toMatch(/policy: eager differs .* by 12 requests/);
  });

  test('takes one that chooses alike by any log, since they differ by nothing', () => {
    const renamed = { ...mixed, version: 'built anew' };
    expect(against(renamed, mixed, 3)).toMatchObject({ passed: true, difference: { value: 0, low: 0, high: 0 } });
  });

  test("takes no policy's own price for what time costs", () => {
    const dear = { ...eager, strategies: [strategyModel('phonetic', 3, { costs: [0, 450, 900] })] };
    expect(against(idle, dear, 2_000).passed).toBe(true);
    const cheap = { ...dear, price: 1e-9, version: 'cheap' };
    expect(against(cheap, dear, 2_000).passed).toBe(false);
  });

  test('refuses a log whose propensities are none, by row', () => {
    const [first, ...others] = log(10);
    expect(() => comparePolicies(eager, idle, [...others, { ...first, propensity: Number.NaN }])).toThrow(
      'decision 10: propensity NaN',
    );
  });
});
