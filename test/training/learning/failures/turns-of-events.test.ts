import { expect, test } from 'vitest';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { OutcomeEvent, What } from '../../../../gateway/feedback/events/outcome-event.js';
import { readSoundCosts } from '../../../../training/entities/phonetic/sound-model.js';
import { defectProbability } from '../../../../training/learning/defect/defect-model.js';
import { diagnose } from '../../../../training/learning/failures/diagnosis.js';
import { readFailureModel } from '../../../../training/learning/failures/failure-model-file.js';
import { sharesBy, sharesOf } from '../../../../training/learning/failures/failure-shares.js';
import { STAGES } from '../../../../training/learning/failures/failure-stage.js';
import { turnsOfEvents } from '../../../../training/learning/failures/turns/turns-of-events.js';
import { weighedTurns } from '../../../../training/learning/failures/turns/weighed-turns.js';
import { followedTurns } from '../../../../training/learning/followed-turns.js';
import { readDissatisfactionModel, readRephraseModel } from '../../../../training/learning/model-files.js';
import { Rephrases } from '../../../../training/learning/rephrase/rephrase-model.js';
import { sessionsOf } from '../../../../training/learning/sessions/session-windows.js';
import { turnsOfEvents as joinedTurns } from '../../../../training/learning/turns-of-events.js';
import { key, request, turn } from './turns.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const asked = (id: string, second: number, session = key('s')): FeedbackEvent =>
  request({ id: `event-${id}`, requestId: id, time: at(second), session });
const outcome = (id: string, requestId: string, second: number, what: What): OutcomeEvent => ({
  ...{ kind: 'outcome', id, requestId, what },
  ...{ time: at(second), received: at(second) },
});

test('a request has its outcomes and what its session said next, in whatever order they come', () => {
  const events = [
    outcome('o1', 'one', 2, { type: 'stop' }),
    asked('two', 5),
    asked('one', 0),
    asked('elsewhere', 3, key('other')),
  ];
  const { turns, counts } = turnsOfEvents(events);
  const one = turns.find((each) => each.request.requestId === 'one');
  expect(one?.outcomes).toEqual({ stopped: true });
  expect(one?.next).toMatchObject({ gapMs: 5000, request: { requestId: 'two' }, outcomes: {} });
  expect(turns.find((each) => each.request.requestId === 'two')?.next).toBeUndefined();
  expect(counts.unknownRequest).toBe(0);
});

test('a pause parts sessions, an event that comes twice counts once, and an outcome of nothing is counted', () => {
  const late = outcome('o1', 'gone', 9, { type: 'stop' });
  const { turns, counts } = turnsOfEvents([asked('one', 0), asked('two', 46), asked('two', 46), late, late]);
  expect(turns).toHaveLength(2);
  expect(turns[0]?.next).toBeUndefined();
  expect(counts).toMatchObject({ unknownRequest: 1, repeated: 2 });
});

test('turns are suspected by the P(defect) of labels, which tells of their stages, too; who is content is not suspected', () => {
  const models = {
    rephrases: new Rephrases(readRephraseModel(), readSoundCosts()),
    dissatisfaction: readDissatisfactionModel(),
    failures: readFailureModel(),
  };
  const [no, yes] = (['no', 'yes'] as const).map((value) => ({ type: 'answer' as const, value }));
  const said = (id: string, second: number, session: string, text: string) =>
    ({ ...asked(id, second, key(session)), text }) as FeedbackEvent;
  const events = [
    said('wrong', 0, 's', 'play hello'),
    outcome('o1', 'wrong', 1, no!),
    said('right', 9, 't', 'play hello'),
    outcome('o2', 'right', 10, { type: 'stop' }),
    outcome('o3', 'right', 11, yes!),
    said('again', 20, 'u', 'play hello by adele'),
    said('fuller', 25, 'u', 'play the song hello by adele'),
  ];
  const { suspected, requests, defects, sessions } = diagnose(events, models, 0.5);
  expect({ requests, sessions, defects }).toEqual({ requests: 4, sessions: 3, defects: 'assumed' });
  expect(suspected.map(({ request: { requestId } }) => requestId)).toEqual(['wrong', 'again']);
  const [wrong, again] = suspected.map(({ probabilities }) => probabilities);
  const none = STAGES.indexOf('none');
  expect(wrong![none]).toBeLessThan(0.5);
  expect(again!.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  const weighed = weighedTurns(events, models).turns;
  const defectOf = (id: string) => weighed.find(({ request: { requestId } }) => requestId === id)!.defect;
  expect([defectOf('wrong'), defectOf('right')]).toEqual([1, 0]);
  const followed = sessionsOf(joinedTurns(events).turns).flatMap((session) =>
    followedTurns(session, models.rephrases, models.dissatisfaction),
  );
  const assumed = followed.find(({ turn: { id } }) => id === 'event-again')!;
  expect(defectOf('again')).toBe(defectProbability({ form: 'assumed' }, assumed));
  expect(diagnose(events, models, 0).suspected).toHaveLength(4);
});

test('shares are means of probabilities, part by part, with unknown devices and versions by their name', () => {
  const told = (nlu: number, own = {}) => ({
    ...turn(own),
    stage: 'nlu' as const,
    probabilities: STAGES.map((stage) => (stage === 'nlu' ? nlu : stage === 'none' ? 1 - nlu : 0)),
  });
  const tv = { context: [{ group: 'device_type' as const, value: 'tv', strength: 1 }], versions: {} };
  const turns = [told(1), told(0.5), told(0, tv)];
  const { share, low, high } = sharesOf('all', turns).stages.nlu;
  expect(share).toBeCloseTo(0.5, 12);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  expect(sharesBy('device', turns).map(({ name, turns: n }) => [name, n])).toEqual([
    ['unknown', 2],
    ['tv', 1],
  ]);
  expect(sharesBy('version', turns).map(({ name }) => name)).toEqual(['music 20260101-00000001', 'music unknown']);
});
