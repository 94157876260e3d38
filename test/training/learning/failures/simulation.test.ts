import { describe, expect, test } from 'vitest';
import { NO_CONTEXT } from '../../../../gateway/answer/priors/context.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { drawCustomers } from '../../../../training/learning/failures/simulation/customer.js';
import { drawOutcomes } from '../../../../training/learning/failures/simulation/customers.js';
import type { Goal, Work } from '../../../../training/learning/failures/simulation/goal.js';
import { judgedTurns } from '../../../../training/learning/failures/simulation/judged-turns.js';
import type { Line } from '../../../../training/learning/failures/simulation/line.js';
import { readFailureParameters } from '../../../../training/learning/failures/simulation/parameters.js';
import { simulateFailures } from '../../../../training/learning/failures/simulation/simulate.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { seeded } from '../../../../training/numeric/random.js';
import { key, request } from './turns.js';

const parameters = readFailureParameters();
const hello: Work = { kind: 'song', title: 'Hello', creator: 'Adele' };
const goal: Goal = {
  group: 'play {track}',
  text: 'play hello',
  meaning: { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'track', value: 'hello' }] },
  work: hello,
  isSpokenTo: true,
  isAvailable: true,
  context: NO_CONTEXT,
};
const customer = {
  id: 'one',
  noise: '0.01',
  tellsWake: true,
  tellsRecognised: true,
  isRanked: false,
  tellsPlayback: true,
};

/** A line that understands whatever it hears as the song. */
const line: Line = {
  answer: async (requests) =>
    requests.map(({ id, hearings }) => ({
      event: request({
        requestId: id,
        text: hearings[0]!.text,
        textKey: key(hearings[0]!.text),
        recognised: hearings.map((each) => ({ ...each, key: key(each.text) })),
      }),
      offered: [{ domain: 'music', intent: 'PlayMusic', slots: [{ name: 'track', value: 'hello' }], work: hello }],
    })),
  resolve: () => hello,
  lists: () => true,
  namingSlots: () => new Set(['track']),
};

describe('what is reported of an answer', () => {
  const answer = {
    event: request(),
    offered: [{ domain: 'music', intent: 'PlayMusic', slots: [], work: hello }],
  };
  const plays = (own: Partial<Goal>, device = customer) => {
    const random = seeded(1);
    const experience = { goal: { ...goal, ...own }, customer: device, answer, place: 0, isRight: true };
    const outcomes = Array.from({ length: 50 }, () => drawOutcomes(experience, parameters, random)).flat();
    return outcomes.some(({ type }) => type === 'playback');
  };

  test('is playback where the device tells it, and never of what cannot be had', () => {
    expect(plays({})).toBe(true);
    expect(plays({ isAvailable: false })).toBe(false);
    expect(plays({ isAvailable: false, work: { ...hello, creator: 'Lionel Richie' } })).toBe(true);
    expect(plays({}, { ...customer, tellsPlayback: false })).toBe(false);
  });
});

test('customers ask as often as the parameters say, each with a device of their own', () => {
  const drawn = drawCustomers(3_000, parameters, seeded(1));
  const all = new Map(drawn.map((each) => [each.id, each]));
  expect(all.size).toBe(3_000 / parameters.requestsEach);
  expect(drawn.every((each) => all.get(each.id) === each)).toBe(true);
  const ranked = [...all.values()].filter(({ isRanked }) => isRanked).length / all.size;
  expect(ranked).toBeCloseTo(parameters.recognised.ranked, 1);
});

describe('simulated use', () => {
  const simulate = () =>
    simulateFailures({
      ...{ line, parameters, drawGoal: () => goal, count: 60, seed: 5, progress: () => {} },
      hear: ({ text }) => [{ text, confidence: 0.8 }],
    });

  test('is the same for the same seed, and has a truth for each first request of a session', async () => {
    const [one, other] = [await simulate(), await simulate()];
    expect(other).toEqual(one);
    expect(one.truths.size).toBe(60);
    const models = {
      rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
      dissatisfaction: readDissatisfactionModel(),
    };
    const judged = judgedTurns(one, models);
    expect(judged).toHaveLength(60);
    expect(judged.every(({ stage, group }) => stage === 'none' && group === 'play {track}')).toBe(true);
    expect(judged.every(({ defect }) => defect >= 0 && defect <= 1)).toBe(true);
    expect(judged.find(({ next }) => next?.request.text === 'play hello')?.next?.rephrase).toBeGreaterThan(0.5);
  });

  test('lists without confidences come from recognisers that give none, for the line and in the event', async () => {
    const { events } = await simulate();
    const lists = events.flatMap((event) => (event.kind === 'request' && event.recognised ? [event.recognised] : []));
    const ranked = lists.filter((list) => list.every(({ confidence }) => confidence === undefined));
    expect(ranked.length).toBeGreaterThan(0);
    expect(ranked.length).toBeLessThan(lists.length);
  });
});
