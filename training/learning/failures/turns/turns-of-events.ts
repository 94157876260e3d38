import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../../../gateway/feedback/events/request-event.js';
import { type Session, sessionsOf } from '../../sessions/session-windows.js';
import type { Turn } from '../../turn.js';
import { type EventCounts, turnsOfEvents as joinedTurns } from '../../turns-of-events.js';
import type { FollowedTurn } from './observed-turn.js';

/** The turns of events with all that their requests' events hold, in the order of sessions. */
export function turnsOfEvents(events: readonly FeedbackEvent[]): {
  readonly turns: readonly FollowedTurn[];
  readonly counts: EventCounts;
} {
  const { turns, counts } = joinedTurns(events);
  const requests = requestsOf(events);
  return { turns: sessionsOf(turns).flatMap((session) => observedTurns(session, requests)), counts };
}

/** Requests by the ids of their events. */
export function requestsOf(events: readonly FeedbackEvent[]): ReadonlyMap<string, RequestEvent> {
  return new Map(events.flatMap((event) => (event.kind === 'request' ? [[event.id, event] as const] : [])));
}

/** A session's turns, in its order. @param requests has all of them, by the ids of their events */
export function observedTurns(session: Session, requests: ReadonlyMap<string, RequestEvent>): FollowedTurn[] {
  const observed = ({ id, outcomes }: Turn) => ({ request: requests.get(id)!, outcomes });
  return session.map((turn, place): FollowedTurn => {
    const next = session[place + 1];
    return { ...observed(turn), ...(next && { next: { ...observed(next), gapMs: next.timeMs - turn.timeMs } }) };
  });
}
