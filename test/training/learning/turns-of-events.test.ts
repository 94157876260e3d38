import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import type { OutcomeEvent, What } from '../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../gateway/feedback/events/request-event.js';
import { turnsOfEvents } from '../../../training/learning/turns-of-events.js';

const [KEY, OTHER_KEY] = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'];
const request = (id: string, given: Partial<RequestEvent> = {}): RequestEvent => ({
  kind: 'request',
  id,
  requestId: `request-${id}`,
  time: '2026-11-28T21:00:00.000Z',
  customer: KEY,
  session: KEY,
  text: 'play jazz',
  textKey: KEY,
  context: [],
  versions: {},
  domains: [],
  hypotheses: [],
  readings: [{ domain: 'music', intent: 'PlayMusic', slots: [{ name: 'genre', key: KEY }], probability: 0.8 }],
  decision: 'ACCEPT',
  none: 0.2,
  answerProbability: 0,
  degraded: false,
  ...given,
});
const outcome = (of: string, what: What, second = 4, given: Partial<OutcomeEvent> = {}): OutcomeEvent => ({
  kind: 'outcome',
  id: `${of}-${what.type}-${second}`,
  requestId: `request-${of}`,
  time: '2020-01-01T00:00:00.000Z',
  received: `2026-11-28T21:00:0${second}.000Z`,
  what,
  ...given,
});

test('a request and what came of it are a turn, in whatever order the events come, twice or once', () => {
  const events: FeedbackEvent[] = [
    request('a'),
    outcome('a', { type: 'answer', value: 'unsure', propensity: 0.5 }, 1),
    outcome('a', { type: 'answer', value: 'no', propensity: 0.1 }, 2),
    outcome('a', { type: 'playback', entity: 'e', playedMs: 3, ofMs: 9 }),
    outcome('a', { type: 'barge_in', afterMs: 700 }),
    outcome('a', { type: 'choice' }),
    outcome('a', { type: 'stop' }),
    outcome('a', { type: 'served', domain: 'books', intent: 'ReadBook' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (arrived) => {
      const { turns, counts } = turnsOfEvents([...arrived, arrived[0]]);
      expect(counts).toEqual({ repeated: 1, unknownRequest: 0, ambiguousRequest: 0, otherCustomer: 0 });
      expect(turns).toEqual([
        {
          id: 'a',
          customer: KEY,
          session: KEY,
          timeMs: Date.UTC(2026, 10, 28, 21),
          text: 'play jazz',
          answer: { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'genre', key: KEY }], confidence: 0.8 },
          considered: [],
          // The last answer by the gateway's clock counts, with the propensity of its own question.
          askedWith: 0.1,
          outcomes: {
            explicit: 'no',
            playback: { playedMs: 3, ofMs: 9 },
            bargeInAfterMs: 700,
            choice: 'none',
            stopped: true,
            served: { domain: 'books', intent: 'ReadBook' },
          },
        },
      ]);
    }),
  );
});

test('outcomes of unknown and of ambiguous requests, and of other customers, tell of nothing', () => {
  const { turns, counts } = turnsOfEvents([
    request('a'),
    request('b', { requestId: 'request-twice' }),
    request('c', { requestId: 'request-twice', customer: OTHER_KEY }),
    outcome('years-ago', { type: 'stop' }),
    outcome('twice', { type: 'stop' }),
    outcome('a', { type: 'stop' }, 5, { customer: OTHER_KEY }),
  ]);
  expect(turns.map(({ outcomes }) => outcomes)).toEqual([{}, {}, {}]);
  expect(counts).toEqual({ repeated: 0, unknownRequest: 1, ambiguousRequest: 1, otherCustomer: 1 });
});

test('an answer is weighed by the propensity of its question, and one to a question about a preference is no label', () => {
  const answered = (id: string, question: RequestEvent['question'], propensity?: number) => [
    request(id, { question }),
    outcome(id, { type: 'answer', value: 'yes', ...(propensity !== undefined && { propensity }) }),
  ];
  const { turns } = turnsOfEvents([
    ...answered('a', { kind: 'satisfaction', propensity: 0.02 }),
    ...answered('b', { kind: 'satisfaction', propensity: 0.02 }, 0.5),
    ...answered('c', { kind: 'preference', propensity: 1 }, 1),
    request('d', { question: { kind: 'satisfaction', propensity: 0.02 } }),
  ]);
  expect(turns.map(({ askedWith, outcomes }) => [askedWith, outcomes.explicit])).toEqual([
    ...[
      [0.02, 'yes'],
      [0.5, 'yes'],
      [undefined, undefined],
      [undefined, undefined],
    ],
  ]);
});

test('where nothing was offered nothing was understood', () => {
  expect(turnsOfEvents([request('a', { readings: [] })]).turns[0].answer).toBeUndefined();
});

test('two customers may name an outcome alike, and each is kept', () => {
  const [one, other] = [request('a'), request('b', { customer: OTHER_KEY })];
  const no: What = { type: 'answer', value: 'no' };
  const events: FeedbackEvent[] = [
    ...[one, other],
    outcome('a', no, 1, { id: 'same', customer: KEY }),
    outcome('b', no, 2, { id: 'same', customer: OTHER_KEY }),
  ];
  const { turns, counts } = turnsOfEvents(events);
  expect(turns.map(({ outcomes }) => outcomes.explicit)).toEqual(['no', 'no']);
  expect(counts.repeated).toBe(0);
});
