import { mappedLogit, type RisingLine } from '../../../domains/core/own-scores/calibration.js';
import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { assumedOdds, type FollowedTurn, followedFeatures } from './followed-features.js';

/** What tells whether an answer was a defect: assumed weights, or what a deployment's own answers taught. */
export type DefectModel =
  | { readonly form: 'assumed' }
  | {
      readonly form: 'trained';
      /** Over `FOLLOWED_FEATURES`. */
      readonly trees: BoostedTrees;
      /** From the trees' score to P(defect) over all turns, the asked ones reweighted. */
      readonly calibration: RisingLine;
      /** How many answers it learned from, and what they are worth after reweighting (Kish's effective number). */
      readonly answers: number;
      readonly effectiveAnswers: number;
    };

/**
 * P(the answer of a turn was not what the customer wanted), in [0, 1]. An explicit yes or no decides; 'unsure' says
 * nothing.
 */
export function defectProbability(model: DefectModel, followed: FollowedTurn): number {
  const { explicit } = followed.turn.outcomes;
  if (explicit === 'no') return 1;
  if (explicit === 'yes') return 0;
  return inferredDefect(model, followed);
}

/** P(defect) by what followed alone, as though nobody had been asked. */
export function inferredDefect(model: DefectModel, followed: FollowedTurn): number {
  if (model.form === 'assumed') return sigmoid(assumedOdds(followed));
  const score = boostedScore(model.trees, followedFeatures(followed));
  return sigmoid(mappedLogit({ form: 'isotonic', ...model.calibration }, score));
}
