import { expect, test } from 'vitest';
import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { OutcomeEvent, What } from '../../../../gateway/feedback/events/outcome-event.js';
import { sharesBy, sharesOf } from '../../../../training/learning/failures/failure-shares.js';
import { STAGES } from '../../../../training/learning/failures/failure-stage.js';
import { turnsOfEvents } from '../../../../training/learning/failures/turns/turns-of-events.js';
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
  const { turns, withoutRequest } = turnsOfEvents(events);
  const one = turns.find((each) => each.request.requestId === 'one');
  expect(one?.outcomes).toEqual([{ type: 'stop' }]);
  expect(one?.next).toMatchObject({ gapMs: 5000, request: { requestId: 'two' } });
  expect(turns.find((each) => each.request.requestId === 'two')?.next).toBeUndefined();
  expect(withoutRequest).toBe(0);
});

test('a pause parts sessions, an event that comes twice counts once, and an outcome of nothing is counted', () => {
  const late = outcome('o1', 'gone', 9, { type: 'stop' });
  const { turns, withoutRequest } = turnsOfEvents([asked('one', 0), asked('two', 46), asked('two', 46), late, late]);
  expect(turns).toHaveLength(2);
  expect(turns[0]?.next).toBeUndefined();
  expect(withoutRequest).toBe(1);
});

test('of two requests of one name an outcome is that of the latest before it', () => {
  const [first, second] = [asked('one', 0), { ...asked('one', 30), id: 'event-again' } as FeedbackEvent];
  const { turns } = turnsOfEvents([first, second, outcome('o', 'one', 10, { type: 'stop' })]);
  expect(turns.map(({ outcomes }) => outcomes.length)).toEqual([1, 0]);
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
