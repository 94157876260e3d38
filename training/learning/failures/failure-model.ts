import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { featureRow } from './failure-features.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { type StagePrior, stagePrior } from './stage-prior.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** Tells where a request failed: trees over features and the prior, one set a stage, made one distribution. */
export interface FailureModel {
  readonly prior: StagePrior;
  /** `[STAGES]`: natural-log odds that the turn failed at the stage. */
  readonly trees: readonly BoostedTrees[];
  readonly calibration: StageCalibration;
}

/** Scores become softmax(slope * score + bias), by stage. */
export interface StageCalibration {
  readonly slope: number;
  /** `[STAGES]` */
  readonly biases: readonly number[];
}

/** Probabilities below this count as this, before their logarithm is taken. */
const LEAST = 1e-6;

/** `[FEATURES + STAGES]`: a turn's features, and the log-probabilities of the prior. */
export function modelRow(prior: StagePrior, turn: FollowedTurn): number[] {
  return [...featureRow(turn), ...stagePrior(prior, turn).map((share) => Math.log(Math.max(LEAST, share)))];
}

/**
 * P(the turn failed at a stage), calibrated on turns like those that the model learned from.
 * @param defect P(anything failed) from elsewhere, in [0, 1]: what failed is then shared out by it. Absent: the model's own
 * @returns `[STAGES]`, summing to 1
 */
export function failureProbabilities(model: FailureModel, turn: FollowedTurn, defect?: number): number[] {
  const row = Float64Array.from(modelRow(model.prior, turn));
  const own = calibrated(
    model.trees.map((trees) => boostedScore(trees, row)),
    model.calibration,
  );
  if (defect === undefined) return own;
  const none = STAGES.indexOf('none');
  const failed = 1 - own[none];
  return own.map((share, place) => (place === none ? 1 - defect : (defect * share) / (failed || 1)));
}

/** @param scores `[STAGES]` */
export function calibrated(scores: readonly number[], { slope, biases }: StageCalibration): number[] {
  const logits = scores.map((score, place) => slope * score + biases[place]);
  const total = logSumExp(logits);
  return logits.map((each) => Math.exp(each - total));
}

/** The likeliest stage; of equal ones the earliest. */
export function likeliestStage(probabilities: readonly number[]): FailureStage {
  return STAGES[probabilities.indexOf(Math.max(...probabilities))];
}
