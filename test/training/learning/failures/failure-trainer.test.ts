import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { crossTold } from '../../../../training/learning/failures/cross-told.js';
import { failureProbabilities, likeliestStage } from '../../../../training/learning/failures/failure-model.js';
import { failureModelText, readFailureModel } from '../../../../training/learning/failures/failure-model-file.js';
import { type FailureStage, STAGES } from '../../../../training/learning/failures/failure-stage.js';
import {
  fitCalibration,
  type JudgedTurn,
  trainFailures,
} from '../../../../training/learning/failures/failure-trainer.js';
import { seeded } from '../../../../training/numeric/random.js';
import { request } from './turns.js';

const folder = mkdtempSync(join(tmpdir(), 'failures-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Turns whose stage only the two scores together tell: a low wake goes before a low posterior. */
function turns(count: number): JudgedTurn[] {
  const random = seeded(3);
  return Array.from({ length: count }, (_, index) => {
    const [wake, posterior] = [random.next(), random.next()];
    const stage: FailureStage = STAGES[wake < 0.3 ? 0 : posterior < 0.5 ? 2 : index % 2 === 0 ? 5 : 4];
    const base = request();
    const hypotheses = base.hypotheses.map((each) => ({ ...each, posterior }));
    return {
      request: { ...base, wakeConfidence: wake, hypotheses },
      outcomes: { explicit: stage === 'none' ? 'unsure' : 'no' },
      stage,
      group: `carrier ${index % 40}`,
      customer: `customer ${index % 50}`,
    };
  });
}

describe('trees on top of the prior', () => {
  const judged = turns(280);
  const model = trainFailures(judged);

  test('tell stages of groups that they did not learn from', { timeout: 120_000 }, () => {
    const { turns: held, told } = crossTold(judged, 2, 1, [1]);
    expect(held.length).toBeGreaterThan(judged.length / 4);
    expect(held.length).toBeLessThan((3 * judged.length) / 4);
    const right = told.trees.filter((stage, index) => stage === held[index]!.stage).length / held.length;
    expect(right).toBeGreaterThan(0.85);
    const common = told.majority.filter((stage, index) => stage === held[index]!.stage).length / held.length;
    expect(common).toBeLessThan(0.5);
  });

  test('give a distribution', () => {
    const probabilities = failureProbabilities(model, judged[0]!);
    expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test('are the same after they were written and read', () => {
    const file = join(folder, 'failures.json');
    writeFileSync(file, failureModelText(model, 'a test'));
    const read = readFailureModel(file);
    for (const turn of judged.slice(0, 20)) {
      expect(failureProbabilities(read, turn)).toEqual(failureProbabilities(model, turn));
    }
  });

  test('a file of another list of features is refused by name', () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, failureModelText(model, 'a test').replace('"wake",', ''));
    expect(() => readFailureModel(file)).toThrow(/other\.json: features: are not those of this program/);
    writeFileSync(file, '{}');
    expect(() => readFailureModel(file)).toThrow(/other\.json: description: .*bench:failures/);
  });
});

test('calibration takes back scores that are too sure of themselves', () => {
  // Scores say 6 : 0 where the first stage is right in three of four.
  const scores = Array.from({ length: 400 }, () => [6, 0, -9, -9, -9, -9]);
  const labels = scores.map((_, index) => (index % 4 === 0 ? 1 : 0));
  const { slope, biases } = fitCalibration(scores, labels);
  const odds = slope * 6 + biases[0]! - biases[1]!;
  expect(odds).toBeCloseTo(Math.log(3), 1);
});

test('of equally likely stages the earliest is told', () => {
  expect(likeliestStage([0.1, 0.4, 0.4, 0.1, 0, 0])).toBe('recognition');
});
