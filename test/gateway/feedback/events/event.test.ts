import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saidByMany } from '../../../../gateway/feedback/events/common-words.js';
import { eventSchema } from '../../../../gateway/feedback/events/event.js';
import type { OutcomeEvent } from '../../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';

const KEY = '0123456789abcdef0123456789abcdef';
const REQUEST: RequestEvent = {
  kind: 'request',
  id: 'e1',
  requestId: 'r1',
  time: '2026-11-28T21:00:00.000Z',
  customer: KEY,
  textKey: KEY,
  context: [{ group: 'device_type', value: 'tv', strength: 1 }],
  versions: { music: '1' },
  domains: [{ domain: 'music', status: 'OK', inDomain: 0.9 }],
  hypotheses: [
    {
      domain: 'music',
      intent: 'PlayMusic',
      slots: [{ name: 'artist', key: KEY }],
      scores: { domain: 0.9 },
      confidence: 0.8,
      posterior: 0.85,
    },
  ],
  readings: [
    { domain: 'music', intent: 'PlayMusic', slots: [{ name: 'artist', key: KEY }], probability: 0.8, entity: 'a1' },
  ],
  decision: 'ACCEPT',
  none: 0.2,
  answerProbability: 0,
  degraded: false,
};
const OUTCOME: OutcomeEvent = {
  kind: 'outcome',
  id: 'o1',
  requestId: 'r1',
  time: '2026-11-28T21:00:03.000Z',
  received: '2026-11-28T21:00:04.000Z',
  what: { type: 'playback', entity: 'a1', playedMs: 2_000, ofMs: 180_000 },
};

test('events come back from JSON as they were', () => {
  for (const event of [REQUEST, OUTCOME]) expect(eventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test('what a newer gateway adds is left out', () => {
  expect(eventSchema.parse({ ...OUTCOME, mood: 'sour' })).toEqual(OUTCOME);
});

test.each([
  ['a time without milliseconds', { ...OUTCOME, time: '2026-11-28T21:00:03Z' }],
  ['a customer in plain text', { ...OUTCOME, customer: 'anna' }],
  ['an outcome that is none', { ...OUTCOME, what: { type: 'applause' } }],
  ['a probability above 1', { ...REQUEST, none: 1.2 }],
])('%s is refused', (_, event) => {
  expect(eventSchema.safeParse(event).success).toBe(false);
});

test('only what five different customers said is common', () => {
  const four = ['a', 'b', 'c', 'd'].map((customer) => ({ key: 'rare', customer }));
  const again = Array.from({ length: 100 }, () => ({ key: 'rare', customer: 'a' }));
  const nobody = Array.from({ length: 100 }, () => ({ key: 'rare' }));
  const five = ['a', 'b', 'c', 'd', 'e'].map((customer) => ({ key: 'common', customer }));
  expect([...saidByMany([...four, ...again, ...nobody, ...five])]).toEqual(['common']);
});

test('a customer alone makes nothing common, however much they say', () => {
  const sayings = fc.array(
    fc.record({ key: fc.constantFrom('x', 'y'), customer: fc.constantFrom('a', 'b', 'c', 'd') }),
  );
  fc.assert(fc.property(sayings, (said) => saidByMany(said).size === 0));
});
