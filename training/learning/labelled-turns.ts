import type { FeedbackEvent } from '../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import type { FollowedTurn } from './defect/followed-features.js';
import { toldDefects } from './defect/told-defects.js';
import type { DissatisfactionModel } from './dissatisfaction/dissatisfaction-trainer.js';
import { followedTurns } from './followed-turns.js';
import { opposedCustomers, type ToldAnswer } from './opposed-customers.js';
import type { Rephrases } from './rephrase/rephrase-model.js';
import { sessionsOf } from './sessions/session-windows.js';
import { type EventCounts, turnsOfEvents } from './turns-of-events.js';

/** The models that tell what came of a turn. */
export interface LabelModels {
  readonly rephrases: Rephrases;
  readonly dissatisfaction: DissatisfactionModel;
}

/** A turn with the event of its request, and what came of it. */
export interface LabelledTurn extends FollowedTurn {
  readonly request: RequestEvent;
  /** P(the answer was right), in [0, 1]. */
  readonly success: number;
}

/** Events as turns with their labels. */
export interface LabelledTurns {
  /** In the order of sessions: what follows a turn of a session stands next. */
  readonly turns: readonly LabelledTurn[];
  /** By the id of the request's event. */
  readonly requests: ReadonlyMap<string, RequestEvent>;
  readonly sessions: number;
  /** Whether the deployment's own answers taught what a defect is, or the assumed weights stand. */
  readonly defects: 'assumed' | 'trained';
  readonly counts: EventCounts;
  /** Customers whose turns are left out, since they tell the opposite of what others tell. */
  readonly opposed: number;
}

/**
 * Turns with P(success) and P(said again), from events. What a defect looks like is learned from the explicit answers of other
 * customers than the one whose turn is labelled (cross-fitted by customer). Turns of customers who tell the opposite of what
 * others tell are left out, and labels are as though these had never been there.
 */
export function labelledTurns(events: readonly FeedbackEvent[], models: LabelModels, seed = 1): LabelledTurns {
  const { turns, counts } = turnsOfEvents(events);
  const sessions = sessionsOf(turns);
  const followed = sessions.flatMap((session) => followedTurns(session, models.rephrases, models.dissatisfaction));
  const requests = new Map(events.flatMap((event) => (event.kind === 'request' ? [[event.id, event] as const] : [])));
  const opposed = new Set<string>();
  for (;;) {
    const kept = followed.filter(({ turn: { customer } }) => customer === undefined || !opposed.has(customer));
    const { probabilities, form: defects } = toldDefects(kept, seed);
    const labelled = kept.flatMap((each, index): LabelledTurn[] => {
      const request = requests.get(each.turn.id);
      return request ? [{ ...each, request, success: 1 - probabilities[index] }] : [];
    });
    const found = opposedCustomers(labelled.map(toldAnswer));
    if (found.size === 0)
      return { turns: labelled, requests, sessions: sessions.length, defects, counts, opposed: opposed.size };
    for (const customer of found) opposed.add(customer);
  }
}

function toldAnswer({ turn: { text, customer, answer }, success }: LabelledTurn): ToldAnswer {
  const slots = (answer?.slots ?? []).map(({ name, key }) => ({ name, value: key }));
  return { text, customer, answer: answer && { ...answer, slots }, success };
}
