import type { FeedbackEvent } from '../../gateway/feedback/events/event.js';
import type { OutcomeEvent, What } from '../../gateway/feedback/events/outcome-event.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import type { Turn, TurnAnswer, TurnOutcomes } from './turn.js';

/** What of events became no part of a turn. */
export interface EventCounts {
  /** Events of a customer with an id that was seen before. */
  repeated: number;
  /** Outcomes of requests of which there is no event. */
  unknownRequest: number;
  /** Outcomes of a request id that two requests have: nobody knows whose they are. */
  ambiguousRequest: number;
  /** Outcomes that another customer reported than the one who asked: nobody judges what others were told. */
  otherCustomer: number;
}

/**
 * The turns that events tell of, in the order of the requests. Outcomes may come before their request, twice and in any
 * order; of several of a kind the last by the gateway's clock counts.
 */
export function turnsOfEvents(events: Iterable<FeedbackEvent>): { turns: Turn[]; counts: EventCounts } {
  const counts: EventCounts = { repeated: 0, unknownRequest: 0, ambiguousRequest: 0, otherCustomer: 0 };
  const seen = new Set<string>();
  const requests: RequestEvent[] = [];
  const outcomes = new Map<string, OutcomeEvent[]>();
  for (const event of events) {
    // Callers name outcomes: another customer's of the same name is another.
    const name = `${event.kind} ${event.customer ?? ''} ${event.id}`;
    if (seen.has(name)) {
      counts.repeated++;
      continue;
    }
    seen.add(name);
    if (event.kind === 'request') requests.push(event);
    else outcomes.set(event.requestId, [...(outcomes.get(event.requestId) ?? []), event]);
  }
  const named = new Map<string, number>();
  for (const { requestId } of requests) named.set(requestId, (named.get(requestId) ?? 0) + 1);
  for (const [requestId, own] of outcomes) {
    const times = named.get(requestId) ?? 0;
    if (times === 0) counts.unknownRequest += own.length;
    if (times > 1) counts.ambiguousRequest += own.length;
  }
  const turns = requests.map((request) => {
    const reported = named.get(request.requestId) === 1 ? (outcomes.get(request.requestId) ?? []) : [];
    const own = reported.filter(({ customer }) => customer === undefined || customer === request.customer);
    counts.otherCustomer += reported.length - own.length;
    return turnOf(
      request,
      own.toSorted((one, other) => Date.parse(one.received) - Date.parse(other.received)),
    );
  });
  return { turns, counts };
}

function turnOf(request: RequestEvent, outcomes: readonly OutcomeEvent[]): Turn {
  const { question } = request;
  // An answer to "shall this be kept?" says nothing of whether the answer was right.
  const labels = question?.kind === 'preference' ? outcomes.filter(({ what }) => what.type !== 'answer') : outcomes;
  const told = outcomesOf(labels.map(({ what }) => what));
  const answer = labels.findLast(({ what }) => what.type === 'answer')?.what;
  const askedWith = answer?.type === 'answer' ? (answer.propensity ?? question?.propensity) : undefined;
  return {
    id: request.id,
    customer: request.customer,
    session: request.session ?? '',
    timeMs: Date.parse(request.time),
    text: request.text,
    ...(request.text === undefined && { textKey: request.textKey }),
    answer: answerOf(request),
    considered: request.hypotheses.map(({ domain, intent }) => `${domain}/${intent}`),
    outcomes: told,
    askedWith,
  };
}

/** What was reported of one answer, in the order in which it came: of several of a kind the last counts. */
export function outcomesOf(reported: readonly What[]): TurnOutcomes {
  return Object.assign({}, ...reported.map(outcomeOf));
}

function outcomeOf(what: What): TurnOutcomes {
  switch (what.type) {
    case 'barge_in':
      return { bargeInAfterMs: what.afterMs };
    case 'playback':
      return { playback: { playedMs: what.playedMs, ofMs: what.ofMs } };
    case 'choice':
      return { choice: what.reading === undefined ? 'none' : 'one' };
    case 'answer':
      return { explicit: what.value };
    case 'stop':
      return { stopped: true };
    case 'served':
      return { served: { domain: what.domain, intent: what.intent } };
  }
}

/** What was accepted or offered first; where nothing was, nothing was understood. */
function answerOf({ readings }: RequestEvent): TurnAnswer | undefined {
  const [first] = readings;
  if (!first) return undefined;
  const { domain, intent, slots, probability } = first;
  return { domain, intent, slots, confidence: probability };
}
