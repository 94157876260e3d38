import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byRank, HEARING_RULES, weighHearings } from '../../../../gateway/answer/hearings/weights.js';

const all = { most: 100, leastWeight: 0 };
const plain = (hearings: readonly { text: string; weight: number }[]) =>
  hearings.map(({ text, weight }) => [text, Number(weight.toFixed(4))]);

test.each([
  ['confidences that sum to 1', [0.6, 0.4], [0.6, 0.4]],
  ['per cent', [60, 40], [0.6, 0.4]],
  ['less than 1 in all', [0.03, 0.02], [0.6, 0.4]],
  ['too large to be added up', [Number.MAX_VALUE, Number.MAX_VALUE], [0.5, 0.5]],
])('%s are divided by their sum', (_, confidences, weights) => {
  const sent = confidences.map((confidence, index) => ({ text: `t${index}`, confidence }));
  expect(plain(weighHearings(sent, all))).toEqual(weights.map((weight, index) => [`t${index}`, weight]));
});

test('the order of a list with confidences says nothing; ties keep it', () => {
  const sent = [
    { text: 'a', confidence: 0.1 },
    { text: 'b', confidence: 0.8 },
    { text: 'c', confidence: 0.1 },
  ];
  expect(plain(weighHearings(sent, all))).toEqual([
    ['b', 0.8],
    ['a', 0.1],
    ['c', 0.1],
  ]);
});

test('entries that differ in case and blanks are one, as the first is written, with the sum of their confidences', () => {
  const sent = [
    { text: 'Play  jazz', confidence: 0.3 },
    { text: 'lay jazz', confidence: 0.4 },
    { text: 'play jazz', confidence: 0.3 },
  ];
  expect(plain(weighHearings(sent, all))).toEqual([
    ['Play  jazz', 0.6],
    ['lay jazz', 0.4],
  ]);
});

test('without confidences, or where one is missing, the order decides: 11/18, 5/18, 2/18 of three', () => {
  const weights = [11 / 18, 5 / 18, 2 / 18];
  for (const confidence of [undefined, 0.99]) {
    const sent = [{ text: 'a' }, { text: 'b', confidence }, { text: 'c' }];
    const weighed = weighHearings(sent, all);
    expect(weighed.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    for (const [rank, { weight }] of weighed.entries()) expect(weight).toBeCloseTo(weights[rank] ?? 0, 12);
  }
  // The second place is c's where a stands twice.
  const merged = weighHearings([{ text: 'a' }, { text: 'a' }, { text: 'c' }], all);
  expect(plain(merged)).toEqual([
    ['a', 0.75],
    ['c', 0.25],
  ]);
});

test('the likeliest five are kept, those above a hundredth of the list, and their weights sum to 1', () => {
  const sent = [0.005, 0.3, 0.2, 0.2, 0.1, 0.1, 0.095].map((confidence, index) => ({ text: `t${index}`, confidence }));
  const kept = weighHearings(sent, HEARING_RULES);
  expect(kept.map(({ text }) => text)).toEqual(['t1', 't2', 't3', 't4', 't5']);
  expect(kept[0]?.weight).toBeCloseTo(0.3 / 0.9, 12);
  expect(plain(weighHearings([sent[0]!, { text: 'sure', confidence: 0.995 }], HEARING_RULES))).toEqual([['sure', 1]]);
  expect(plain(weighHearings([{ text: 'only', confidence: 1e-300 }], HEARING_RULES))).toEqual([['only', 1]]);
});

test('by rank: falling, and 1 in all', () => {
  expect(byRank(1)).toEqual([1]);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 100 }), (length) => {
      const weights = byRank(length);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      for (let rank = 1; rank < length; rank++) expect(weights[rank]).toBeLessThan(weights[rank - 1]!);
    }),
  );
});
