import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { NextTurn, ObservedTurn } from '../../../../training/learning/failures/turns/observed-turn.js';
import { outcomesOf } from '../../../../training/learning/turns-of-events.js';

/** A key as an event has it: the same for the same words. */
export function key(words: string): string {
  return Buffer.from(words.padEnd(16)).toString('hex').slice(0, 32);
}

/** A request for a song that was understood, with whatever else it should have. */
export function request(own: Partial<RequestEvent> = {}): RequestEvent {
  const { text = 'play hello' } = own;
  const meaning = {
    domain: 'music',
    intent: 'PlayMusic',
    slots: [{ name: 'track', value: 'hello', key: key('hello') }],
  };
  return {
    kind: 'request',
    id: 'event-1',
    requestId: '1',
    time: '2026-01-01T00:00:00.000Z',
    text,
    textKey: key(text),
    context: [],
    versions: { music: '20260101-00000001' },
    domains: [{ domain: 'music', status: 'OK', inDomain: 0.9 }],
    hypotheses: [
      {
        ...meaning,
        scores: { domain: 0.9, intent: 0.9, slot: 0.9 },
        confidence: 0.8,
        posterior: 0.85,
        entities: [{ id: 'song-1', kind: 'song', probability: 0.7, strategies: ['exact'] }],
        entityNone: 0.2,
      },
    ],
    readings: [{ ...meaning, probability: 0.85 }],
    decision: 'ACCEPT',
    none: 0.15,
    answerProbability: 0,
    degraded: false,
    ...own,
  };
}

export function turn(own: Partial<RequestEvent> = {}, outcomes: readonly What[] = []): ObservedTurn {
  return { request: request(own), outcomes: outcomesOf(outcomes) };
}

export function next(own: Partial<RequestEvent> = {}, gapMs = 5000): NextTurn {
  return { ...turn(own), gapMs };
}
