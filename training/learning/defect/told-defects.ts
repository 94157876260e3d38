import { foldOf } from '../../corpus/folds.js';
import { type DefectModel, defectProbability } from './defect-model.js';
import { trainDefects } from './defect-trainer.js';
import type { FollowedTurn } from './followed-features.js';

/** P(defect) of turns, and what it stands on. */
export interface ToldDefects {
  /** `[turns]`, in [0, 1]. */
  readonly probabilities: readonly number[];
  /** Whether the deployment's own answers taught what a defect is, or the assumed weights stand. */
  readonly form: DefectModel['form'];
}

/** Parts of the customers whose turns are told by what the others answered. */
const PARTS = 5;

/**
 * P(defect) of each turn by what explicit answers of other customers than its own teach (cross-fitted by customer); with too few
 * answers by the assumed weights.
 */
export function toldDefects(turns: readonly FollowedTurn[], seed = 1): ToldDefects {
  const parts = turns.map(({ turn }) => foldOf(turn.customer ?? turn.session, PARTS, seed));
  const models = Array.from({ length: PARTS }, (_, part) =>
    trainDefects(
      turns.filter((_, index) => parts[index] !== part),
      { seed },
    ),
  );
  return {
    probabilities: turns.map((turn, index) => defectProbability(models[parts[index]], turn)),
    form: models.some(({ form }) => form === 'trained') ? 'trained' : 'assumed',
  };
}
