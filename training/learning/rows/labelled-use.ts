import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../../gateway/feedback/events/request-event.js';
import type { ToldReading } from '../../../gateway/feedback/events/told-hypothesis.js';
import { type LabelledTurns, type LabelModels, labelledTurns } from '../labelled-turns.js';
import type { LearnableTurn, Understanding } from './learnable-turn.js';

/** What use says. */
export interface LabelledUse extends Omit<LabelledTurns, 'turns' | 'requests'> {
  /** In the order of sessions. */
  readonly turns: readonly LearnableTurn[];
  readonly requests: number;
}

/** What use says, as rows are made of it. */
export function labelledUse(events: readonly FeedbackEvent[], models: LabelModels, seed = 1): LabelledUse {
  const { turns, requests, ...labelled } = labelledTurns(events, models, seed);
  const chosen = chosenReadings(events, requests);
  const success = new Map(turns.map((each) => [each.turn.id, each.success] as const));
  const learnable = turns.map((each): LearnableTurn => {
    const { turn, next, request } = each;
    const reading = chosen.get(turn.id);
    const following = next && requests.get(next.id);
    return {
      id: turn.id,
      customer: turn.customer,
      text: turn.text,
      answer: understood(request.readings[0]),
      success: each.success,
      interpretationFailed: interpretationShare(request),
      ...(reading && { chosen: { reading, probability: each.success } }),
      ...(turn.outcomes.served && { served: turn.outcomes.served }),
      ...(following && {
        rephrase: {
          ...(following.text !== undefined && { text: following.text }),
          probability: each.rephrase,
          answer: understood(following.readings[0]),
          success: success.get(following.id) ?? 0,
        },
      }),
    };
  });
  return { ...labelled, turns: learnable, requests: requests.size };
}

/** Without its values a reading cannot be found in other words: then it is none. */
function understood(reading: ToldReading | undefined): Understanding | undefined {
  if (!reading || reading.slots.some(({ value }) => value === undefined)) return undefined;
  const { domain, intent, slots } = reading;
  return { domain, intent, slots: slots.map(({ name, value }) => ({ name, value: value! })) };
}

/** The reading that each request's customer chose, by the id of the request's event. */
function chosenReadings(
  events: readonly FeedbackEvent[],
  requests: ReadonlyMap<string, RequestEvent>,
): Map<string, Understanding> {
  const places = new Map<string, number | undefined>();
  for (const event of events)
    if (event.kind === 'outcome' && event.what.type === 'choice') places.set(event.requestId, event.what.reading);
  const chosen = new Map<string, Understanding>();
  for (const { id, requestId, readings } of requests.values()) {
    const place = places.get(requestId);
    const reading = place === undefined ? undefined : understood(readings[place]);
    if (reading) chosen.set(id, reading);
  }
  return chosen;
}

/** What of failures is laid on recognition or a false wake where nothing is known of them. */
const UNKNOWN_STAGE = 0.05;

/**
 * P(interpretation is what failed | something did), in (0, 1]: its doubt by its own calibrated probability, over that and the
 * doubts of the stages before it, as far as they are told.
 */
function interpretationShare({ readings, recognised, wakeConfidence }: RequestEvent): number {
  const interpretation = 1 - (readings[0]?.probability ?? 0);
  const heard = recognised?.[0]?.confidence;
  // A recogniser's scale is its own: only what can be a probability is taken for one.
  const recognition = heard !== undefined && heard <= 1 ? 1 - heard : UNKNOWN_STAGE;
  const wake = wakeConfidence === undefined ? UNKNOWN_STAGE : 1 - wakeConfidence;
  const doubt = interpretation + recognition + wake;
  return doubt > 0 ? interpretation / doubt : 1;
}
