import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { What } from '../../../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import type { FollowedTurn } from './observed-turn.js';

/** A pause that is longer parts two sessions, in milliseconds. */
const LONGEST_PAUSE_MS = 45_000;

/** Turns of events, and outcomes of requests that are not among these. */
export interface TurnsOfEvents {
  /** In the order of their requests' events. */
  readonly turns: readonly FollowedTurn[];
  readonly withoutRequest: number;
}

/**
 * Puts together each request, what was reported of it and what its session said next. Events may come in any order and more
 * than once: an event counts once. An outcome whose request's name several have is the latest's before it was received, of
 * the same customer.
 */
export function turnsOfEvents(events: Iterable<FeedbackEvent>): TurnsOfEvents {
  const once = new Map<string, FeedbackEvent>();
  for (const event of events) once.set(`${event.kind} ${event.customer ?? ''} ${event.id}`, event);
  const byName = new Map<string, RequestEvent[]>();
  const sessions = new Map<string, RequestEvent[]>();
  for (const event of once.values()) {
    if (event.kind !== 'request') continue;
    append(byName, nameOf(event), event);
    if (event.session !== undefined) append(sessions, `${event.customer ?? ''} ${event.session}`, event);
  }
  const outcomes = new Map<RequestEvent, What[]>();
  let withoutRequest = 0;
  for (const event of once.values()) {
    if (event.kind !== 'outcome') continue;
    const named = byName.get(nameOf(event)) ?? [];
    const request = named.findLast(({ time }) => time <= event.received) ?? named[0];
    if (request) append(outcomes, request, event.what);
    else withoutRequest++;
  }
  const next = new Map<RequestEvent, { request: RequestEvent; gapMs: number }>();
  for (const requests of sessions.values()) {
    requests.sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
    for (const [place, request] of requests.entries()) {
      const following = requests[place + 1];
      const gapMs = following ? Date.parse(following.time) - Date.parse(request.time) : Number.NaN;
      if (following && gapMs <= LONGEST_PAUSE_MS) next.set(request, { request: following, gapMs });
    }
  }
  const turns = [...byName.values()].flat().map((request): FollowedTurn => {
    const following = next.get(request);
    return {
      request,
      outcomes: outcomes.get(request) ?? [],
      ...(following && { next: { ...following, outcomes: outcomes.get(following.request) ?? [] } }),
    };
  });
  return { turns, withoutRequest };
}

function nameOf({ customer = '', requestId }: Pick<RequestEvent, 'customer' | 'requestId'>): string {
  return `${customer} ${requestId}`;
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
