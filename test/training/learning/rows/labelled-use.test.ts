import { expect, test } from 'vitest';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { labelledUse } from '../../../../training/learning/rows/labelled-use.js';

const models = {
  rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
  dissatisfaction: readDissatisfactionModel(),
};
const key = (digit: string) => digit.repeat(32);
const reading = (value: string, probability: number, domain = 'music') => ({
  ...{ domain, intent: 'PlayMusic', probability },
  slots: [{ name: 'track', value, key: key('c') }],
});
const request = (id: string, second: number, given: Partial<RequestEvent> = {}): RequestEvent => ({
  ...{ kind: 'request', id, requestId: id, customer: key('a'), session: key('b'), text: 'play dune' },
  time: new Date(Date.UTC(2026, 10, 28, 12, 0, second)).toISOString(),
  ...{ textKey: key('d'), context: [], versions: {}, domains: [], hypotheses: [] },
  readings: [reading('dune', 0.7)],
  ...{ decision: 'ACCEPT', none: 0.3, answerProbability: 0, degraded: false },
  ...given,
});
const outcome = (id: string, requestId: string, what: What): FeedbackEvent => {
  const time = new Date(Date.UTC(2026, 10, 28, 12, 1)).toISOString();
  return { kind: 'outcome', id, requestId, time, received: time, customer: key('a'), what };
};

test('a reading that was chosen is the turn’s, by its place', () => {
  const asked = request('1', 0, {
    decision: 'CLARIFY',
    readings: [reading('dune', 0.4), reading('dune', 0.4, 'video')],
  });
  const { turns } = labelledUse([asked, outcome('2', '1', { type: 'choice', reading: 1 })], models);
  expect(turns[0]!.chosen).toMatchObject({ reading: { domain: 'video', slots: [{ name: 'track', value: 'dune' }] } });
});

test('what was heard to the end went better than what was stopped and said again', () => {
  const heard = request('1', 0, { session: key('e') });
  const played: What = { type: 'playback', entity: '', playedMs: 180_000, ofMs: 180_000 };
  const events = [
    heard,
    outcome('2', '1', played),
    request('3', 0),
    outcome('4', '3', { type: 'stop' }),
    request('5', 9, { text: 'play the song dune' }),
  ];
  const { turns, requests, sessions } = labelledUse(events, models);
  expect({ requests, sessions }).toEqual({ requests: 3, sessions: 2 });
  const byId = new Map(turns.map((turn) => [turn.id, turn]));
  expect(byId.get('1')!.success).toBeGreaterThan(0.8);
  expect(byId.get('3')!.success).toBeLessThan(0.5);
  expect(byId.get('3')!.rephrase).toMatchObject({ answer: { domain: 'music' }, success: byId.get('5')!.success });
  expect(byId.get('3')!.rephrase!.probability).toBeGreaterThan(0.3);
});

test('a recogniser that was unsure takes part of the blame', () => {
  const said = (confidences: readonly number[]) => {
    const recognised = confidences.map((confidence) => ({ text: 'play dune', key: key('d'), confidence }));
    const hypotheses = [{ ...reading('dune', 0.7), scores: {}, confidence: 0.7, posterior: 0.7 }];
    const domains = [{ domain: 'music', status: 'OK' as const, inDomain: 0.95 }];
    const events = [request('1', 0, { recognised, hypotheses, domains }), outcome('2', '1', { type: 'stop' })];
    return labelledUse(events, models).turns[0]!.interpretationFailed;
  };
  expect(said([0.4, 0.35])).toBeLessThan(said([0.97, 0.01]));
});

test('without values nothing is understood that rows could be made of', () => {
  const keyed = { ...reading('', 0.7), slots: [{ name: 'track', key: key('c') }] };
  const { turns } = labelledUse([request('1', 0, { text: undefined, readings: [keyed] })], models);
  expect(turns[0]).toMatchObject({ text: undefined, answer: undefined });
});

test('customers who tell the opposite of all others teach nothing, as though they had never been there', () => {
  const texts = Array.from({ length: 8 }, (_, index) => `play song number ${index}`);
  let number = 0;
  /** A customer says every text, each in a session of its own, and lets it play, or stops it at once. */
  const says = (customer: string, what: readonly What[]): FeedbackEvent[] =>
    texts.flatMap((text, index) => {
      const id = `${customer}-${index}`;
      const session = String(number++).padStart(32, '0');
      const asked = request(id, index, { customer, session, text });
      return [asked, ...what.map((each, place) => ({ ...outcome(`${id}-${place}`, id, each), customer }))];
    });
  const played: What = { type: 'playback', entity: '', playedMs: 180_000, ofMs: 180_000 };
  const cut: What[] = [{ type: 'barge_in', afterMs: 500 }, { type: 'stop' }];
  const honest = Array.from({ length: 9 }, (_, index) => says(key(`${index}`), [played])).flat();
  const poison = [says(key('d'), cut), says(key('e'), cut)].flat();
  const [without, withPoison] = [labelledUse(honest, models), labelledUse([...poison, ...honest], models)];
  expect(withPoison.opposed).toBe(2);
  expect(withPoison.turns).toEqual(without.turns);
  expect(without).toMatchObject({ opposed: 0, requests: 72 });
});
