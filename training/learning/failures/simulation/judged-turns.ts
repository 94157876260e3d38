import type { JudgedTurn } from '../failure-trainer.js';
import { type LabelModels, type WeighedTurn, weighedTurns } from '../turns/weighed-turns.js';
import type { SimulatedUse } from './simulate.js';

/** Turns whose failure point is known, with their P(defect) as `failures` tells it, in the order of sessions. */
export function judgedTurns({ events, truths }: SimulatedUse, models: LabelModels): (JudgedTurn & WeighedTurn)[] {
  return weighedTurns(events, models).turns.flatMap((turn) => {
    const truth = truths.get(turn.request.id);
    return truth ? [{ ...turn, ...truth }] : [];
  });
}
