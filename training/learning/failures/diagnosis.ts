import type { FeedbackEvent } from '../../../gateway/feedback/events/event.js';
import type { ToldDefects } from '../defect/told-defects.js';
import type { EventCounts } from '../turns-of-events.js';
import { type DefectCount, type DefectDay, defectDays, defectsByLayer } from './defect-days.js';
import { type FailureModel, failureProbabilities, toldStage } from './failure-model.js';
import type { DiagnosedTurn } from './failure-shares.js';
import { type LabelModels, weighedTurns } from './turns/weighed-turns.js';

/** The models that tell whether a turn failed, and where. */
export interface DiagnosisModels extends LabelModels {
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
  readonly days: readonly DefectDay[];
  /** Requests that were rewritten, and their defects, by layer. */
  readonly rewrites: Readonly<Record<string, DefectCount>>;
  readonly counts: EventCounts;
}

/**
 * Tells the failure points of events. Sessions, P(rephrase) and P(defect) are those that labels are made of; P(defect) is one
 * of the things that stages are told from.
 * @param leastDefect in [0, 1]: turns of a lower P(defect) are not suspected
 */
export function diagnose(events: readonly FeedbackEvent[], models: DiagnosisModels, leastDefect: number): Diagnosis {
  const { turns, sessions, defects, counts } = weighedTurns(events, models);
  const suspected = turns.flatMap((turn): DiagnosedTurn[] => {
    if (turn.defect < leastDefect) return [];
    const probabilities = failureProbabilities(models.failures, turn);
    return [{ ...turn, probabilities, stage: toldStage(models.failures, probabilities) }];
  });
  const withText = turns.filter(({ request }) => request.text !== undefined).length;
  const told = { days: defectDays(turns), rewrites: defectsByLayer(turns) };
  return { suspected, requests: turns.length, withText, sessions, defects, ...told, counts };
}
