import { describe, expect, it } from 'vitest';
import { mappedLogit } from '../../../domains/core/own-scores/calibration.js';
import { logit, sigmoid } from '../../../serving/numeric/log-odds.js';
import { seeded } from '../../../training/numeric/random.js';
import { fitCalibration, risingLine } from '../../../training/own-scores/calibration-fit.js';

const random = seeded(7);
const N = 20_000;
/** Scores whose hypotheses are right with probability sigmoid(true(score)). */
function drawn(truth: (score: number) => number, count = N) {
  const scores = Array.from({ length: count }, () => 8 * random.next() - 4);
  return { columns: [scores], rights: scores.map((score) => random.next() < sigmoid(truth(score))) };
}
const nothing = { columns: [[]], rights: [] };

describe('fitCalibration', () => {
  it.each([
    ['temperature', (z: number) => z / 3],
    ['platt', (z: number) => 0.5 * z - 1],
    ['beta', (z: number) => 0.7 * Math.log(sigmoid(z)) - 0.3 * Math.log(sigmoid(-z)) + 0.2],
    ['isotonic', (z: number) => (z < 0 ? -2 : 1.5)],
  ] as const)('%s finds what the outcomes were drawn by', (form, truth) => {
    const { map } = fitCalibration({ first: drawn(truth), below: nothing, missing: [] }, form);
    const off = [-3, -1, 1, 3].map((z) => Math.abs(sigmoid(mappedLogit(map, z)) - sigmoid(truth(z))));
    expect(Math.max(...off)).toBeLessThan(0.05);
  });

  it('gives hypotheses below others what they lose, and those without a score their share', () => {
    const below = drawn((z) => z - 2);
    const missing = [true, false, false];
    const { map, below: lost, missing: none } = fitCalibration({ first: drawn((z) => z), below, missing }, 'platt');
    expect(mappedLogit(map, 1) + lost).toBeCloseTo(-1, 0);
    expect(lost).toBeCloseTo(-2, 0);
    expect(none).toBeCloseTo(logit(2 / 5), 12);
  });

  it('makes one score of several by what each tells', () => {
    const useful = drawn((z) => 2 * z);
    const noise = Array.from({ length: N }, () => 8 * random.next() - 4);
    const first = { columns: [useful.columns[0]!, noise], rights: useful.rights };
    const { weights } = fitCalibration({ first, below: { columns: [[], []], rights: [] }, missing: [] }, 'platt');
    expect(weights[0]).toBeCloseTo(2, 0);
    expect(weights[1]).toBeCloseTo(0, 1);
  });

  it.each(['temperature', 'platt', 'beta', 'isotonic'] as const)(
    '%s stays finite where scores tell all apart',
    (form) => {
      const first = { columns: [[-2, -1, 1, 2]], rights: [false, false, true, true] };
      const { map } = fitCalibration({ first, below: nothing, missing: [] }, form);
      const confidences = [-2, -1, 1, 2].map((z) => sigmoid(mappedLogit(map, z)));
      for (const confidence of confidences) {
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThan(1);
      }
      expect(confidences[0]).toBeLessThan(0.5);
      expect(confidences[3]).toBeGreaterThan(0.5);
    },
  );

  it.each(['temperature', 'platt', 'beta', 'isotonic'] as const)('%s of equal scores gives their share', (form) => {
    const first = { columns: [[1, 1, 1, 1, 1, 1, 1, 1]], rights: [true, true, true, true, true, true, false, false] };
    const { map } = fitCalibration({ first, below: nothing, missing: [] }, form);
    expect(sigmoid(mappedLogit(map, 1))).toBeCloseTo(0.72, 1);
  });
});

it('pools adjacent violators, equal scores as one, through smoothed shares that never fall', () => {
  // Blocks: 0 (0 of 1); 1 and 2 (1 of 2 and 0 of 1: pooled, 1 of 3); 3, 3 (2 of 2).
  const line = risingLine({ scores: [3, 0, 1, 1, 2, 3], rights: [true, false, true, false, false, true] });
  expect(line.scores).toEqual([0, 4 / 3, 3]);
  expect(line.confidences).toEqual([0.5 / 2, 1.5 / 4, 2.5 / 3]);
});
