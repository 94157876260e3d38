import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import { type ToldDefects, toldDefects } from '../defect/told-defects.js';
import type { DissatisfactionModel } from '../dissatisfaction/dissatisfaction-trainer.js';
import { followedTurns } from '../followed-turns.js';
import type { Rephrases } from '../rephrase/rephrase-model.js';
import { sessionsOf } from '../sessions/session-windows.js';
import { type EventCounts, turnsOfEvents } from '../turns-of-events.js';
import { type FailureModel, failureProbabilities, likeliestStage } from './failure-model.js';
import type { DiagnosedTurn } from './failure-shares.js';
import { observedTurns, requestsOf } from './turns/turns-of-events.js';

/** The models that tell whether a turn failed, and where. */
export interface DiagnosisModels {
  readonly rephrases: Rephrases;
  readonly dissatisfaction: DissatisfactionModel;
  readonly failures: FailureModel;
}

/** Where the turns of events failed that probably did. */
export interface Diagnosis {
  /** Turns whose P(defect) is at least what was asked for, in the order of sessions. */
  readonly suspected: readonly DiagnosedTurn[];
  readonly requests: number;
  /** Requests with their words. */
  readonly withText: number;
  readonly sessions: number;
  readonly defects: ToldDefects['form'];
  readonly counts: EventCounts;
}

/**
 * Tells the failure points of events. Sessions, P(rephrase) and P(defect) are those that labels are made of; the stages share out
 * what P(defect) says.
 * @param leastDefect in [0, 1]: turns of a lower P(defect) are not suspected
 */
export function diagnose(events: readonly FeedbackEvent[], models: DiagnosisModels, leastDefect: number): Diagnosis {
  const { turns, counts } = turnsOfEvents(events);
  const requests = requestsOf(events);
  const sessions = sessionsOf(turns);
  const followed = sessions.flatMap((session) => followedTurns(session, models.rephrases, models.dissatisfaction));
  const observed = sessions.flatMap((session) => observedTurns(session, requests));
  const { probabilities: defects, form } = toldDefects(followed);
  const suspected = observed.flatMap((turn, index): DiagnosedTurn[] => {
    if (defects[index] < leastDefect) return [];
    const probabilities = failureProbabilities(models.failures, turn, defects[index]);
    return [{ ...turn, probabilities, stage: likeliestStage(probabilities) }];
  });
  const withText = observed.filter(({ request }) => request.text !== undefined).length;
  return { suspected, requests: observed.length, withText, sessions: sessions.length, defects: form, counts };
}
