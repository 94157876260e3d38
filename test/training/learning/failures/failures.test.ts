import { describe, expect, test } from 'vitest';
import { failureFigures } from '../../../../training/learning/failures/failure-figures.js';
import { type FailureStage, STAGES } from '../../../../training/learning/failures/failure-stage.js';
import {
  FEATURES,
  failureFeatures,
  featureRow,
} from '../../../../training/learning/failures/features/failure-features.js';
import { fitLogistic, logisticProbability } from '../../../../training/learning/failures/logistic.js';
import { fitStagePrior, stagePrior } from '../../../../training/learning/failures/stage-prior.js';
import { hearingShares, stageScores } from '../../../../training/learning/failures/stage-scores.js';
import { asksAgain } from '../../../../training/learning/failures/turns/asking-again.js';
import type { FollowedTurn } from '../../../../training/learning/failures/turns/observed-turn.js';
import { wordDistance } from '../../../../training/learning/failures/turns/word-distance.js';
import { key, next, turn } from './turns.js';

const NO = { type: 'answer', value: 'no' } as const;

describe('scores of the stages', () => {
  test('are those of the event, and missing where a caller did not tell', () => {
    const { request } = turn({ wakeConfidence: 0.9 });
    expect(stageScores(request)).toEqual({ wake: 0.9, heard: NaN, anyDomain: 0.9, understood: 0.85, entity: 0.7 });
    expect(stageScores(turn().request).wake).toBeNaN();
  });

  test('share an n-best list by its confidences, and by rank where one has none', () => {
    const entry = (text: string, confidence?: number) => ({ text, key: key(text), confidence });
    expect(hearingShares({ recognised: [entry('a', 3), entry('b', 1)] })).toEqual([0.75, 0.25]);
    expect(hearingShares({ recognised: [entry('a', 3), entry('b')] })).toEqual([0.75, 0.25]);
    expect(hearingShares({ recognised: [entry('a'), entry('b'), entry('c')] })[0]).toBeCloseTo(11 / 18, 12);
    expect(hearingShares({})).toEqual([]);
  });
});

describe('asking again', () => {
  test('is the same request again, soon', () => {
    expect(asksAgain({ ...turn(), next: next() })).toBe(true);
    expect(asksAgain({ ...turn(), next: next({ text: 'play hello please' }) })).toBe(true);
    expect(asksAgain({ ...turn(), next: next({ text: 'what is the weather' }) })).toBe(false);
    expect(asksAgain({ ...turn(), next: next({}, 46_000) })).toBe(false);
  });

  test('counts words that were put in, left out and exchanged', () => {
    expect(wordDistance('play hello', 'Play  hello')).toBe(0);
    expect(wordDistance('play hello', 'play yellow now')).toBeCloseTo(2 / 3, 12);
    expect(wordDistance('', '')).toBe(0);
  });
});

describe('features', () => {
  test('tell what the next request changed', () => {
    const again = next({ text: 'play hello by adele' });
    const features = failureFeatures({ ...turn(), next: again });
    expect(features).toMatchObject({
      wordsChanged: true,
      domainChanged: false,
      slotsChanged: false,
      entityChanged: false,
    });
    expect(features.wordDistance).toBeCloseTo(0.5, 12);
    expect(features['next understood']).toBe(0.85);
  });

  test('have one row form, with and without what follows, and never a text or a name', () => {
    const row = featureRow({ ...turn(), next: next() });
    expect(row).toHaveLength(FEATURES.length);
    expect(featureRow(turn())).toHaveLength(FEATURES.length);
    const renamed: FollowedTurn = JSON.parse(
      JSON.stringify({ ...turn(), next: next() })
        .replaceAll('music', 'radio')
        .replaceAll('PlayMusic', 'Tune'),
    );
    expect(featureRow(renamed)).toEqual(row);
  });

  test('do without texts', () => {
    const { text: _, ...request } = turn().request;
    expect(featureRow({ request, outcomes: {}, next: next() })).toHaveLength(FEATURES.length);
  });
});

test('logistic regression finds a separating value, and gives missing ones a weight of their own', () => {
  const values = Float64Array.from([-2, -1, -1, 1, 1, 2, NaN, NaN, NaN, NaN]);
  const model = fitLogistic({ values, count: 10, features: 1 }, [0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
  expect(logisticProbability(model, [2])).toBeGreaterThan(0.8);
  expect(logisticProbability(model, [-2])).toBeLessThan(0.3);
  expect(logisticProbability(model, [NaN])).toBeGreaterThan(0.7);
});

describe('the prior', () => {
  const wakes = Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? 0.95 : 0.1));
  const turns = wakes.map((wakeConfidence) => turn({ wakeConfidence }, [NO]));
  const stages = wakes.map((wake): FailureStage => (wake < 0.5 ? 'false_wake' : 'nlu'));
  const prior = fitStagePrior(turns, stages);

  test('sums to 1 and follows the stage that is unsure of itself', () => {
    const doubtful = stagePrior(prior, turn({ wakeConfidence: 0.1 }));
    expect(doubtful.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(STAGES[doubtful.indexOf(Math.max(...doubtful))]).toBe('false_wake');
    const sure = stagePrior(prior, turn({ wakeConfidence: 0.95 }));
    expect(STAGES[sure.indexOf(Math.max(...sure))]).toBe('nlu');
  });

  test('shares out what is said of defects from elsewhere', () => {
    const told = stagePrior(prior, turn({ wakeConfidence: 0.1 }), 0.25);
    expect(told[STAGES.indexOf('none')]).toBeCloseTo(0.75, 12);
    expect(told.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});

test('macro F1 is the mean over the stages that truth has', () => {
  // nlu: 1 right, 1 missed, 0 false: F1 2/3. entity: 1 right, 1 false: F1 2/3. none: F1 1.
  const told = ['nlu', 'entity', 'entity', 'none'] as const;
  const figures = failureFigures(['nlu', 'nlu', 'entity', 'none'], told, ['a', 'b', 'c', 'd'], { resamples: 50 });
  expect(figures.macroF1.value).toBeCloseTo((2 / 3 + 2 / 3 + 1) / 3, 12);
  expect(figures.f1.result).toBeUndefined();
  expect(figures.confusion[STAGES.indexOf('nlu')][STAGES.indexOf('entity')]).toBe(1);
  expect(figures.precision).toMatchObject({ nlu: 1, entity: 0.5, result: 0 });
  expect(figures.recall).toMatchObject({ nlu: 0.5, entity: 1, result: 0 });
  const ofOne = failureFigures(['nlu', 'nlu', 'entity', 'none'], told, ['a', 'a', 'a', 'a'], { resamples: 50 });
  expect(ofOne.macroF1.high - ofOne.macroF1.low).toBeCloseTo(0, 12);
});

test('what was said again tells of hearings and meanings that were there before', () => {
  const entry = (text: string, confidence: number) => ({ text, key: key(text), confidence });
  const now = next({ text: 'play yellow', recognised: [entry('play yellow', 0.9), entry('play hello', 0.1)] });
  const heard = turn({ recognised: [entry('play hello', 0.75), entry('play yellow', 0.25)] });
  const features = failureFeatures({ ...heard, defect: 0.6, next: { ...now, rephrase: 0.9 } });
  expect(features).toMatchObject({
    ...{ nowAmongThen: 0.25, thenAmongNow: 0.1, heardInCommon: 2, defect: 0.6, again: 0.9 },
    ...{ meaningPlace: 0, entityPlace: 0, entityThen: 0.7, wordsDropped: 1, wordsAdded: 1 },
  });
  expect(features.changedSoundDistance).toBeLessThan(0.6);
});
