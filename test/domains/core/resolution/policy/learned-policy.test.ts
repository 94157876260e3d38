import { describe, expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import { DEPTHS } from '../../../../../domains/core/resolution/policy/depth-choice.js';
import {
  choiceOf,
  learnedPolicy,
  propensitiesOf,
} from '../../../../../domains/core/resolution/policy/learned-policy.js';
import { linearPredictor } from '../../../../../domains/core/resolution/policy/policy-model.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';
import { featuresOf, policyModel, strategyModel } from './small-policy.js';

const model = policyModel([strategyModel('phonetic', -1.5), strategyModel('semantic', -3)]);

describe('a learned policy', () => {
  test('chooses as often as its propensities say', () => {
    const features = featuresOf(0.5, -0.2);
    const requests = 40_000;
    for (const strategy of ['phonetic', 'semantic'] as const) {
      const times = new Map<number, number>();
      const propensities = propensitiesOf(model, features, strategy)!;
      for (let request = 0; request < requests; request++) {
        const { depth, propensity } = choiceOf(model, features, `request-${request}`, strategy);
        expect(propensity).toBe(propensities[DEPTHS.indexOf(depth)]);
        times.set(depth, (times.get(depth) ?? 0) + 1);
      }
      for (const [at, depth] of DEPTHS.entries()) {
        const error = Math.sqrt((propensities[at] * (1 - propensities[at])) / requests);
        expect(Math.abs((times.get(depth) ?? 0) / requests - propensities[at])).toBeLessThan(4 * error);
      }
    }
  });

  test('chooses the same for the same request and version, and otherwise for others', async () => {
    const rows = entities({ title: 'Hello', creators: ['Adele'] }, { title: 'Hello Again' });
    const policy = learnedPolicy(model, await tableOf(rows));
    const union = new CandidateUnion();
    union.add('lexical', [
      { row: 0, score: 3 },
      { row: 1, score: 2 },
    ]);
    const choices = (version: string, request: string) =>
      learnedPolicy({ ...model, version }, policyTable).choose(queryFor('helo'), union, request, ['phonetic']);
    const policyTable = await tableOf(rows);
    const asked = (version: string) =>
      Array.from({ length: 200 }, (_, at) => choices(version, `r${at}`)[0].depth).join();
    expect(asked('v1')).toBe(asked('v1'));
    expect(asked('v1')).not.toBe(asked('v2'));
    expect(policy.choose(queryFor('helo'), union, 'r7', ['memory', 'phonetic'])).toEqual([
      { depth: 20, propensity: 1 },
      choices('v1', 'r7')[0],
    ]);
  });

  test('draws for one strategy say nothing of those for another', () => {
    const same = policyModel([strategyModel('phonetic', -1.5), strategyModel('semantic', -1.5)]);
    let both = 0;
    let one = 0;
    for (let request = 0; request < 10_000; request++) {
      const [first, second] = (['phonetic', 'semantic'] as const).map(
        (strategy) => choiceOf(same, featuresOf(), `r${request}`, strategy).depth === 20,
      );
      if (first) one++;
      if (first && second) both++;
    }
    const share = propensitiesOf(same, featuresOf(), 'semantic')![2];
    expect(Math.abs(both / one - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / one));
  });
});

test('log-odds are normal by mean and covariance', () => {
  // Factor [[2, 0], [1, 3]]: covariance [[4, 2], [2, 10]]; of 1 and 2: 4 + 2 x 2 x 2 + 10 x 4 = 52.
  const belief = { mean: Float64Array.of(0.5, -1), factor: Float64Array.of(2, 1, 3) };
  const { mean, deviation } = linearPredictor(belief, Float64Array.of(1, 2));
  expect(mean).toBe(-1.5);
  expect(deviation).toBeCloseTo(Math.sqrt(52), 12);
});
