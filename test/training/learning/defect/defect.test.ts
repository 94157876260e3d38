import { describe, expect, test } from 'vitest';
import {
  type DefectModel,
  defectProbability,
  inferredDefect,
} from '../../../../training/learning/defect/defect-model.js';
import { trainDefects } from '../../../../training/learning/defect/defect-trainer.js';
import type { FollowedTurn } from '../../../../training/learning/defect/followed-features.js';
import { turnAt } from '../turns.js';
import { type SimulatedTurn, simulatedTurns } from './simulated-turns.js';

const assumed: DefectModel = { form: 'assumed' };
const playing = { domain: 'music', intent: 'PlayMusic', slots: [], confidence: 0.8 };
const followed = (given: Parameters<typeof turnAt>[1], rephrase = 0): FollowedTurn => ({
  turn: turnAt(0, { answer: playing, ...given }),
  rephrase,
});
const probability = (...given: Parameters<typeof followed>) => defectProbability(assumed, followed(...given));

describe('by assumed weights', () => {
  test('a rephrase, a barge-in, a stop and little playback each speak for a defect', () => {
    const plain = probability({});
    expect(probability({}, 0.9)).toBeGreaterThan(plain);
    expect(probability({ outcomes: { bargeInAfterMs: 500 } })).toBeGreaterThan(plain);
    expect(probability({ outcomes: { stopped: true } })).toBeGreaterThan(plain);
    expect(probability({ outcomes: { playback: { playedMs: 4_000, ofMs: 200_000 } } })).toBeGreaterThan(plain);
    expect(probability({ outcomes: { playback: { playedMs: 190_000, ofMs: 200_000 } } })).toBeLessThan(plain);
  });

  test('a command that begins nothing lasting is no defect for being short', () => {
    const short = { playback: { playedMs: 900, ofMs: 200_000 } };
    for (const intent of ['SetVolume', 'PlayNext', 'StopPlayback']) {
      const answer = { ...playing, intent };
      expect(probability({ answer, outcomes: short })).toBe(probability({ answer }));
    }
  });

  test('an explicit answer decides, an unsure one says nothing', () => {
    expect(probability({ outcomes: { explicit: 'no' } })).toBe(1);
    expect(probability({ outcomes: { explicit: 'yes' } }, 0.9)).toBe(0);
    expect(probability({ outcomes: { explicit: 'unsure' } })).toBe(probability({}));
  });

  test('what was served in the end counts where it is something else', () => {
    const served = (intent: string) => probability({ outcomes: { served: { domain: 'music', intent } } });
    expect(served('PlayMusic')).toBe(probability({}));
    expect(served('PlayRadio')).toBeGreaterThan(0.5);
  });
});

describe('by answers of those who were asked', () => {
  const learned = trainDefects(simulatedTurns(20_000, 1).map((turn) => turn.followed));
  const fresh = simulatedTurns(20_000, 2);

  test('they stand for all turns, though those who barge in are seldom asked', () => {
    const truth = share(fresh, ({ isDefect }) => (isDefect ? 1 : 0));
    const asked = share(
      fresh.filter((turn) => turn.followed.turn.askedWith !== undefined),
      ({ isDefect }) => (isDefect ? 1 : 0),
    );
    // The answers by themselves are far too hopeful.
    expect(asked).toBeLessThan(truth - 0.05);
    expect(share(fresh, (turn) => inferredDefect(learned, turn.followed))).toBeCloseTo(truth, 1);
    expect(Math.abs(share(fresh, (turn) => inferredDefect(learned, turn.followed)) - truth)).toBeLessThan(0.02);
  });

  test('are calibrated among those who barge in, and among those who do not', () => {
    for (const bargesIn of [true, false]) {
      const own = fresh.filter((turn) => (turn.followed.turn.outcomes.bargeInAfterMs !== undefined) === bargesIn);
      const truth = share(own, ({ isDefect }) => (isDefect ? 1 : 0));
      expect(Math.abs(share(own, (turn) => inferredDefect(learned, turn.followed)) - truth)).toBeLessThan(0.04);
    }
  });

  test('tell defects better than the assumed weights', () => {
    expect(squaredError(fresh, learned)).toBeLessThan(0.8 * squaredError(fresh, assumed));
  });

  test('answers without a propensity, few answers and answers of one kind teach nothing', () => {
    const turns = simulatedTurns(20_000, 1).map((turn) => turn.followed);
    const without = turns.map((each) => ({ ...each, turn: { ...each.turn, askedWith: undefined } }));
    expect(trainDefects(without)).toEqual(assumed);
    expect(trainDefects(turns.slice(0, 200))).toEqual(assumed);
    expect(trainDefects(turns.filter(({ turn }) => turn.outcomes.explicit !== 'no'))).toEqual(assumed);
  });

  test('the same answers teach the same', () => {
    expect(trainDefects(simulatedTurns(20_000, 1).map((turn) => turn.followed))).toEqual(learned);
  });
});

function share(turns: readonly SimulatedTurn[], of: (turn: SimulatedTurn) => number): number {
  return turns.reduce((sum, turn) => sum + of(turn), 0) / turns.length;
}

function squaredError(turns: readonly SimulatedTurn[], model: DefectModel): number {
  return share(turns, (turn) => (inferredDefect(model, turn.followed) - (turn.isDefect ? 1 : 0)) ** 2);
}
