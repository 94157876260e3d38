import { describe, expect, it } from 'vitest';
import {
  falsePositivesAt,
  rejectionAuroc,
  rejectionScores,
  rocCurve,
  truePositivesAt,
} from '../../../training/metrics/rejection.js';
import { hypothesis, utterance } from './rows.js';

const scores = (positives: number[], negatives: number[]) => ({
  positives: Float64Array.from(positives),
  negatives: Float64Array.from(negatives),
});

describe('rejectionAuroc', () => {
  it('is the share of pairs in the right order, ties counting half', () => {
    // Pairs: 0.9 beats both; 0.5 ties one and beats one; 0.1 loses to one and ties one: 2 + 1.5 + 0.5 of 6.
    expect(rejectionAuroc(scores([0.9, 0.5, 0.1], [0.5, 0.1]))).toBeCloseTo(4 / 6, 12);
    expect(rejectionAuroc(scores([0.3], [0.3]))).toBe(0.5);
    expect(rejectionAuroc(scores([1], []))).toBeNaN();
    expect(rejectionAuroc(scores([], [1]))).toBeNaN();
  });

  it('equals the pairwise count on many scores with ties', () => {
    const draw = (count: number, of: number, from: number) =>
      Array.from({ length: count }, (_, i) => ((i * of + from) % 37) / 37);
    const [positives, negatives] = [draw(50, 13, 5), draw(70, 11, 2)];
    let pairs = 0;
    for (const one of positives) for (const other of negatives) pairs += one > other ? 1 : one === other ? 0.5 : 0;
    expect(rejectionAuroc(scores(positives, negatives))).toBeCloseTo(pairs / 3500, 12);
  });
});

it('accepts tied scores together', () => {
  expect(
    rocCurve(scores([0.9, 0.5], [0.5, 0.1])).map((point) => [point.falsePositiveRate, point.truePositiveRate]),
  ).toEqual([
    [0, 0],
    [0, 0.5],
    [0.5, 1],
    [1, 1],
  ]);
});

it('reads false positives at a true positive rate, and the reverse', () => {
  const positives = Array.from({ length: 20 }, (_, index) => 1 - index / 100);
  // 19 of 20 positives are at 0.82 or more, where one of four negatives is accepted as well.
  const some = scores(positives, [0.9, 0.815, 0.5, 0.1]);
  expect(falsePositivesAt(some)).toBe(0.25);
  expect(falsePositivesAt(some, 1)).toBe(0.5);
  // No negative is accepted above 0.9: the ten positives 1.00 to 0.91.
  expect(truePositivesAt(some)).toBe(0.5);
  expect(truePositivesAt(some, 0.25)).toBe(0.95);
  expect(falsePositivesAt(scores([], [1]))).toBeNaN();
});

it('scores utterances by the top confidence, 0 without a hypothesis, and leaves ambiguous ones out', () => {
  const rows = [
    utterance('music/Play', [], hypothesis('music/Play', 0.9)),
    utterance('music/play_music', undefined),
    utterance('other', [], hypothesis('music/Play', 0.2)),
    utterance('ambiguous', [], hypothesis('music/Play', 0.7)),
  ];
  const { positives, negatives } = rejectionScores(rows);
  expect([...positives]).toEqual([0.9, 0]);
  expect([...negatives]).toEqual([0.2]);
});
