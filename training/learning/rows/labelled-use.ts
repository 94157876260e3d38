import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../../gateway/feedback/events/request-event.js';
import type { ToldReading } from '../../../gateway/feedback/events/told-hypothesis.js';
import { foldOf } from '../../corpus/folds.js';
import { defectProbability } from '../defect/defect-model.js';
import { trainDefects } from '../defect/defect-trainer.js';
import type { FollowedTurn } from '../defect/followed-features.js';
import type { DissatisfactionModel } from '../dissatisfaction/dissatisfaction-trainer.js';
import { followedTurns } from '../followed-turns.js';
import type { Rephrases } from '../rephrase/rephrase-model.js';
import { sessionsOf } from '../sessions/session-windows.js';
import { type EventCounts, turnsOfEvents } from '../turns-of-events.js';
import type { LearnableTurn, Understanding } from './learnable-turn.js';

/** The models that tell what came of a turn. */
export interface LabelModels {
  readonly rephrases: Rephrases;
  readonly dissatisfaction: DissatisfactionModel;
}

/** What use says. */
export interface LabelledUse {
  /** In the order of sessions. */
  readonly turns: readonly LearnableTurn[];
  readonly requests: number;
  readonly sessions: number;
  /** Whether the deployment's own answers taught what a defect is, or the assumed weights stand. */
  readonly defects: 'assumed' | 'trained';
  readonly counts: EventCounts;
}

/** Parts of the customers whose turns are labelled by what the others answered. */
const PARTS = 5;

/**
 * Turns with P(success) and P(said again), from events. What a defect looks like is learned from the explicit answers of other
 * customers than the one whose turn is labelled (cross-fitted by customer).
 */
export function labelledUse(events: readonly FeedbackEvent[], models: LabelModels, seed = 1): LabelledUse {
  const { turns, counts } = turnsOfEvents(events);
  const sessions = sessionsOf(turns);
  const followed = sessions.flatMap((session) => followedTurns(session, models.rephrases, models.dissatisfaction));
  const requests = new Map(events.flatMap((event) => (event.kind === 'request' ? [[event.id, event] as const] : [])));
  const chosen = chosenReadings(events, requests);
  const partOf = ({ turn }: FollowedTurn) => foldOf(turn.customer ?? turn.session, PARTS, seed);
  const byPart = Array.from({ length: PARTS }, (_, part) =>
    trainDefects(
      followed.filter((each) => partOf(each) !== part),
      { seed },
    ),
  );
  const success = new Map(
    followed.map((each) => [each.turn.id, 1 - defectProbability(byPart[partOf(each)], each)] as const),
  );
  const learnable = followed.flatMap((each): LearnableTurn[] => {
    const { turn, next } = each;
    const request = requests.get(turn.id);
    if (!request) return [];
    const reading = chosen.get(turn.id);
    const probability = success.get(turn.id)!;
    const following = next && requests.get(next.id);
    return [
      {
        id: turn.id,
        customer: turn.customer,
        text: turn.text,
        answer: understood(request.readings[0]),
        success: probability,
        interpretationFailed: interpretationShare(request),
        ...(reading && { chosen: { reading, probability } }),
        ...(turn.outcomes.served && { served: turn.outcomes.served }),
        ...(following && {
          rephrase: {
            probability: each.rephrase,
            answer: understood(following.readings[0]),
            success: success.get(following.id) ?? 0,
          },
        }),
      },
    ];
  });
  const defects = byPart.some(({ form }) => form === 'trained') ? 'trained' : 'assumed';
  return { turns: learnable, requests: requests.size, sessions: sessions.length, defects, counts };
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
