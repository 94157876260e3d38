import { describe, expect, it } from 'vitest';
import { evidencePhrases, priorPhrases, strongestReasons } from '../../../console/explanation/reasons.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../../domains/core/reranker/evidence.js';
import { FEATURE_GROUPS } from '../../../gateway/answer/priors/context-features.js';
import { DEVICE_TYPES } from '../../../proto/device-types.js';

const slots = [{ name: 'object_name', value: 'dune', start: 5, end: 9 }];
const parts = (values: Record<string, number>) => Object.entries(values).map(([name, value]) => ({ name, value }));
const reasons = (
  confidence: Record<string, number>,
  prior: Record<string, number> = {},
  preferences: Record<string, number> = {},
) =>
  strongestReasons({
    ...{ slots, contributions: parts(confidence), priorContributions: parts(prior) },
    preferenceContributions: parts(preferences),
  });

describe('strongestReasons', () => {
  it("tells the customer's preferences apart", () => {
    expect(
      reasons({ domain: 1 }, { 'device_type=tv': 0.5 }, { 'like artist=coltrane': 2, 'dislike books': -0.01 }),
    ).toEqual([
      { phrase: "the customer's preference (like artist=coltrane)", value: 2 },
      { phrase: 'its classifier takes this for its own', value: 1 },
      { phrase: 'it is likelier on a television', value: 0.5 },
    ]);
  });

  it('gives three of confidence and prior together, strongest first, with their signs', () => {
    expect(
      reasons(
        { domain: -0.5, notDomain: 3, title: 2.5, popularity: -0.5, alternatives: -0.9 },
        { 'screen=true': 0.3, 'device_type=tv': -1.25 },
      ),
    ).toEqual([
      { phrase: 'its classifier takes this for its own', value: 2.5 },
      { phrase: 'its catalogue lists a title in it', value: 2 },
      { phrase: 'it is less likely on a television', value: -1.25 },
    ]);
  });

  it('names the title where the hypothesis is nothing but that title', () => {
    expect(reasons({ title: 2, asked: 0.5 })[0]).toEqual({ phrase: 'its catalogue lists "dune"', value: 2 });
  });

  it('measures the fit of the words against length and bias, where they have a weight', () => {
    expect(reasons({ fluency: -2, length: 1.5, bias: 1 })).toEqual([
      { phrase: 'the words fit its language models', value: 0.5 },
    ]);
    expect(reasons({ bias: -1 })).toEqual([{ phrase: 'it starts from poor odds', value: -1 }]);
  });

  it('leaves out what would be printed as nothing, and tells an unknown part by its name', () => {
    expect(reasons({ title: 0.04, novelty: -0.3 })).toEqual([{ phrase: 'novelty', value: -0.3 }]);
    expect(reasons({})).toEqual([]);
  });
});

it('has a phrase for each part that a re-ranker of this version can have', () => {
  for (const name of [...LIST_EVIDENCE, ...HYPOTHESIS_EVIDENCE, 'bias', 'alternatives', 'bound']) {
    expect(evidencePhrases(name), name).toBeDefined();
  }
  expect(evidencePhrases('constructor')).toBeUndefined();
});

it('has a phrase for each part that a prior can have, and for each type of device', () => {
  const features = FEATURE_GROUPS.map((group) => `${group}=x`);
  for (const name of [...features, 'title', 'bound']) expect(priorPhrases(name), name).toBeDefined();
  expect(priorPhrases('weather=rain')).toBeUndefined();
  for (const type of DEVICE_TYPES) expect(priorPhrases(`device_type=${type}`)?.[0]).not.toContain('of type');
  expect(priorPhrases('hour=18-20')?.[1]).toBe("it is less likely at 18 to 20 o'clock");
});
