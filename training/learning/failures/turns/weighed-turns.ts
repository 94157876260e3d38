import type { FeedbackEvent } from '../../../../gateway/feedback/events/event.js';
import { type ToldDefects, toldDefects } from '../../defect/told-defects.js';
import type { DissatisfactionModel } from '../../dissatisfaction/dissatisfaction-trainer.js';
import { followedTurns } from '../../followed-turns.js';
import type { Rephrases } from '../../rephrase/rephrase-model.js';
import { sessionsOf } from '../../sessions/session-windows.js';
import { type EventCounts, turnsOfEvents } from '../../turns-of-events.js';
import type { FollowedTurn } from './observed-turn.js';
import { observedTurns, requestsOf } from './turns-of-events.js';

/** The models of labels, which tell whether a turn failed at all. */
export interface LabelModels {
  readonly rephrases: Rephrases;
  readonly dissatisfaction: DissatisfactionModel;
}

/** A turn, and how likely its answer was not what was wanted. */
export interface WeighedTurn extends FollowedTurn {
  /** P(defect), in [0, 1]. */
  readonly defect: number;
}

/** The turns of events, each with its P(defect). */
export interface WeighedTurns {
  /** In the order of sessions. */
  readonly turns: readonly WeighedTurn[];
  readonly sessions: number;
  readonly defects: ToldDefects['form'];
  readonly counts: EventCounts;
}

/** Weighs all turns of events. Sessions, P(rephrase) and P(defect) are those that labels are made of. */
export function weighedTurns(
  events: readonly FeedbackEvent[],
  { rephrases, dissatisfaction }: LabelModels,
): WeighedTurns {
  const { turns, counts } = turnsOfEvents(events);
  const requests = requestsOf(events);
  const sessions = sessionsOf(turns);
  const followed = sessions.flatMap((session) => followedTurns(session, rephrases, dissatisfaction));
  const observed = sessions.flatMap((session) => observedTurns(session, requests));
  const { probabilities, form } = toldDefects(followed);
  const weighed = observed.map((turn, index): WeighedTurn => {
    const { rephrase, dissatisfied } = followed[index];
    const isKnown = turn.request.text !== undefined && turn.next?.request.text !== undefined;
    const next = turn.next && { ...turn.next, dissatisfied, rephrase: isKnown ? rephrase : undefined };
    return { ...turn, ...(next && { next }), defect: probabilities[index] };
  });
  return { turns: weighed, sessions: sessions.length, defects: form, counts };
}
