import type { FeedbackEvent } from '../../gateway/feedback/events/event.js';
import type { RequestEvent } from '../../gateway/feedback/events/request-event.js';
import { foldOf } from '../corpus/folds.js';
import { defectProbability } from './defect/defect-model.js';
import { trainDefects } from './defect/defect-trainer.js';
import type { FollowedTurn } from './defect/followed-features.js';
import type { DissatisfactionModel } from './dissatisfaction/dissatisfaction-trainer.js';
import { followedTurns } from './followed-turns.js';
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
}

/** Parts of the customers whose turns are labelled by what the others answered. */
const PARTS = 5;

/**
 * Turns with P(success) and P(said again), from events. What a defect looks like is learned from the explicit answers of other
 * customers than the one whose turn is labelled (cross-fitted by customer).
 */
export function labelledTurns(events: readonly FeedbackEvent[], models: LabelModels, seed = 1): LabelledTurns {
  const { turns, counts } = turnsOfEvents(events);
  const sessions = sessionsOf(turns);
  const followed = sessions.flatMap((session) => followedTurns(session, models.rephrases, models.dissatisfaction));
  const requests = new Map(events.flatMap((event) => (event.kind === 'request' ? [[event.id, event] as const] : [])));
  const partOf = ({ turn }: FollowedTurn) => foldOf(turn.customer ?? turn.session, PARTS, seed);
  const byPart = Array.from({ length: PARTS }, (_, part) =>
    trainDefects(
      followed.filter((each) => partOf(each) !== part),
      { seed },
    ),
  );
  const labelled = followed.flatMap((each): LabelledTurn[] => {
    const request = requests.get(each.turn.id);
    return request ? [{ ...each, request, success: 1 - defectProbability(byPart[partOf(each)], each) }] : [];
  });
  const defects = byPart.some(({ form }) => form === 'trained') ? 'trained' : 'assumed';
  return { turns: labelled, requests, sessions: sessions.length, defects, counts };
}
