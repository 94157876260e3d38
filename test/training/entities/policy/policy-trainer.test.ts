import { describe, expect, test } from 'vitest';
import { DEPTHS } from '../../../../domains/core/resolution/policy/depth-choice.js';
import { choiceOf, propensitiesOf } from '../../../../domains/core/resolution/policy/learned-policy.js';
import type { PolicyModel } from '../../../../domains/core/resolution/policy/policy-model.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import type { LoggedDecision } from '../../../../training/entities/policy/logged-decision.js';
import { priorBelief, updatedStrategies } from '../../../../training/entities/policy/policy-trainer.js';
import { seeded } from '../../../../training/numeric/random.js';
import { featuresOf, policyModel, strategyModel } from '../../../domains/core/resolution/policy/small-policy.js';

/** Phonetic finds what others have not in queries whose second feature is 1, semantic in hardly any. */
function logOf(policy: PolicyModel, requests: number, seed: number): LoggedDecision[] {
  const random = seeded(seed);
  return Array.from({ length: requests }, (_, request) => {
    const features = featuresOf(random.below(2));
    return (['phonetic', 'semantic'] as const).map((strategy): LoggedDecision => {
      const requestId = `${seed}-${request}`;
      const { depth, propensity } = choiceOf(policy, features, requestId, strategy);
      const found = strategy === 'phonetic' ? sigmoid(-3 + 4 * features[1]) : 0.01;
      const reward = random.next() < found * [0, 0.8, 1][DEPTHS.indexOf(depth)] ? 1 : 0;
      return { requestId, strategy, features, depth, propensity, reward };
    });
  }).flat();
}

const start = policyModel([strategyModel('phonetic', 0, priorBelief()), strategyModel('semantic', 0, priorBelief())]);
const decision: LoggedDecision = logOf(start, 1, 1)[0];

describe('the update of a policy', () => {
  test('looks where it pays, and no longer where it does not', () => {
    let policy = start;
    for (let batch = 0; batch < 10; batch++) {
      policy = { ...policy, version: `v${batch}`, strategies: updatedStrategies(policy, logOf(policy, 200, batch)) };
    }
    const looks = (strategy: 'phonetic' | 'semantic', second: number) =>
      1 - propensitiesOf(policy, featuresOf(second), strategy)![0];
    expect(looks('phonetic', 1)).toBeGreaterThan(0.95);
    expect(looks('phonetic', 0)).toBeLessThan(0.5);
    expect(looks('semantic', 0)).toBeLessThan(0.05);
    expect(looks('semantic', 1)).toBeLessThan(0.05);
  });

  test.each([
    ['propensity 0', { propensity: 0 }, 'decision 2: propensity 0; it must be in (0, 1]'],
    ['a propensity that is no number', { propensity: Number.NaN }, 'decision 2: propensity NaN; it must be in (0, 1]'],
    ['a propensity above 1', { propensity: 1.5 }, 'decision 2: propensity 1.5'],
    ['a reward that is no number', { reward: Number.NaN }, 'decision 2: reward NaN; it must be in [0, 1]'],
    ['another depth', { depth: 7 }, 'decision 2: depth 7; it must be one of 0, 5, 20'],
    ['a find without a look', { depth: 0, reward: 1 }, 'decision 2: reward 1 at depth 0'],
    ['too few features', { features: Float64Array.of(1) }, 'decision 2: 1 features; there must be 23'],
    ['a feature that is no number', { features: featuresOf(Number.NaN) }, 'decision 2: feature words is NaN'],
  ])('refuses %s by its row', (_, wrong, problem) => {
    expect(() => updatedStrategies(start, [decision, { ...decision, ...wrong }])).toThrow(problem);
  });
});
