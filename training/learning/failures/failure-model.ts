import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { heaviest } from './decision.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { featureRow } from './features/failure-features.js';
import { type StagePrior, stagePrior } from './stage-prior.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** Tells where a request failed: trees over features and the prior, one set a stage, made one distribution. */
export interface FailureModel {
  readonly prior: StagePrior;
  /** `[STAGES]`: natural-log odds that the turn failed at the stage. */
  readonly trees: readonly BoostedTrees[];
  readonly calibration: StageCalibration;
  /** `[STAGES]`: what a stage's probability is multiplied by before the largest names the stage. */
  readonly decision: readonly number[];
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
 * P(the turn failed at a stage), calibrated on suspected turns like those that the model learned from. P(defect) as labels
 * tell it is one of the features.
 * @returns `[STAGES]`, summing to 1
 */
export function failureProbabilities(model: FailureModel, turn: FollowedTurn): number[] {
  const row = Float64Array.from(modelRow(model.prior, turn));
  return calibrated(
    model.trees.map((trees) => boostedScore(trees, row)),
    model.calibration,
  );
}

/** @param scores `[STAGES]` */
export function calibrated(scores: readonly number[], { slope, biases }: StageCalibration): number[] {
  const logits = scores.map((score, place) => slope * score + biases[place]);
  const total = logSumExp(logits);
  return logits.map((each) => Math.exp(each - total));
}

/** The stage that a model tells by its probabilities. */
export function toldStage({ decision }: FailureModel, probabilities: readonly number[]): FailureStage {
  return STAGES[heaviest(probabilities, decision)];
}

/** The likeliest stage; of equal ones the earliest. */
export function likeliestStage(probabilities: readonly number[]): FailureStage {
  return STAGES[probabilities.indexOf(Math.max(...probabilities))];
}
