import { expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import { POLICY_FEATURES, PolicyFeatures } from '../../../../../domains/core/resolution/policy/policy-features.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

const table = await tableOf(
  entities({ title: 'Hello', creators: ['Adele'] }, { title: 'Hello Again' }, { title: 'Adele Live', kind: 'album' }),
);
const features = new PolicyFeatures(table);
const read = (...given: Parameters<PolicyFeatures['read']>) => {
  features.read(...given);
  return Object.fromEntries(POLICY_FEATURES.map((name, at) => [name, features.values[at]]));
};

test('say how much of a query what always runs has found', () => {
  const union = new CandidateUnion();
  union.add('exact', [{ row: 0, score: 1 }]);
  union.add('lexical', [
    { row: 0, score: 4 },
    { row: 1, score: 3 },
  ]);
  const query = queryFor('hello adele xyzw', { context: { device: 'tv', hour: 6 } });
  const found = read({ ...query, constraints: [{ field: 'creators', words: ['adele'] }] }, union);
  expect(found).toMatchObject({ one: 1, words: 3 / 8, letters: 14 / 40, wishes: 1 / 3, free: 0 });
  expect(found).toMatchObject({ exact: 1, exactAlone: 1, nothing: 0, margin: 0.25, 'device.tv': 1, 'device.car': 0 });
  // "hello" and "adele" are 10 of 14 letters, in the best candidate's title and creator.
  expect(found.cover).toBeCloseTo(10 / 14, 12);
  expect(found.unknown).toBeCloseTo(4 / 14, 12);
  expect(found['hour.sine']).toBeCloseTo(1, 12);
});

test('are 0 for what is not known, and nothing of one query is left in the next', () => {
  const found = read(queryFor('xyzw'), new CandidateUnion());
  expect(found).toMatchObject({ nothing: 1, exact: 0, cover: 0, margin: 0, unknown: 1, wishes: 0 });
  expect(found).toMatchObject({ 'hour.sine': 0, 'hour.cosine': 0, 'device.tv': 0 });
});

test('stay in their range for 500 words, signs and other scripts', () => {
  for (const text of [Array.from({ length: 500 }, (_, at) => `word${at}`).join(' '), '?!', 'зеркало', '𝄞']) {
    for (const value of Object.values(read(queryFor(text), new CandidateUnion())))
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
  }
});
