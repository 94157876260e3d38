import { describe, expect, test } from 'vitest';
import { meanWithInterval } from '../../../../training/metrics/retrieval/mean-interval.js';
import {
  hit,
  normalisedGain,
  recall,
  reciprocalRank,
} from '../../../../training/metrics/retrieval/retrieval-measures.js';
import { seeded } from '../../../../training/numeric/random.js';

describe('by hand', () => {
  const found = { grades: [0, 2, 0, 1], relevant: [1, 2, 1] };
  const nothing = { grades: [], relevant: [1] };

  test('hit and reciprocal rank', () => {
    expect([1, 2, 10].map((depth) => hit(found, depth))).toEqual([0, 1, 1]);
    expect([reciprocalRank(found), reciprocalRank(nothing), hit(nothing, 10)]).toEqual([0.5, 0, 0]);
  });

  test('recall counts no more relevant ones than the depth has room for', () => {
    expect([1, 2, 4].map((depth) => recall(found, depth))).toEqual([0, 0.5, 2 / 3]);
  });

  test('nDCG', () => {
    const [second, third, fourth] = [2, 3, 4].map((place) => 1 / Math.log2(place + 1));
    expect(normalisedGain(found, 10)).toBeCloseTo((3 * second + fourth) / (3 + second + third), 12);
    expect(normalisedGain(found, 1)).toBe(0);
    expect(normalisedGain({ grades: [2, 1, 1], relevant: [1, 1, 2] }, 10)).toBe(1);
  });
});

test('the interval of a mean holds the true one 95 times of 100, near enough', () => {
  const random = seeded(4);
  let held = 0;
  for (let trial = 0; trial < 100; trial++) {
    const values = Array.from({ length: 50 }, () => (random.next() < 0.7 ? 1 : 0));
    const { low, high } = meanWithInterval(values, trial);
    if (low <= 0.7 && 0.7 <= high) held++;
  }
  expect(held / 100).toBeGreaterThan(0.9);
  expect(meanWithInterval([])).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
});
