import { boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { drawOf } from '../../corpus/folds.js';
import { minimise } from '../../optimiser/lbfgs.js';
import { type BoostingSettings, boost } from '../../trees/boosting.js';
import { logisticLoss } from '../../trees/loss.js';
import { calibrated, type FailureModel, modelRow, type StageCalibration } from './failure-model.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { fitStagePrior } from './stage-prior.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** A turn whose failure point is known. */
export interface JudgedTurn extends FollowedTurn {
  readonly stage: FailureStage;
  /** What it is held out with: turns of one group are in training together, or held out together. */
  readonly group: string;
}

/** Set by hand before anything was measured; none was tried against another. */
const SETTINGS: Partial<BoostingSettings> = {
  trees: 150,
  leaves: 12,
  shrinkage: 0.08,
  leastRows: 15,
  rowShare: 0.8,
  splitFeatureShare: 0.5,
  bins: 64,
  patience: 15,
};
/** Share of the groups that decides how many trees are kept, and that the probabilities are calibrated on. */
const CALIBRATING = 0.25;

/**
 * Trains the prior, the trees of each stage against all others, and their calibration on groups that no tree saw.
 * @param turns at least one of every stage
 */
export function trainFailures(turns: readonly JudgedTurn[], seed = 1): FailureModel {
  const isHeld = ({ group }: JudgedTurn) => drawOf(group, `failures calibration ${seed}`) < CALIBRATING;
  const [fitting, held] = [turns.filter((turn) => !isHeld(turn)), turns.filter(isHeld)];
  const prior = fitStagePrior(
    fitting,
    fitting.map(({ stage }) => stage),
  );
  const rowsOf = (some: readonly JudgedTurn[]) => {
    const rows = some.map((turn) => modelRow(prior, turn));
    return { values: Float64Array.from(rows.flat()), count: rows.length, features: rows[0]?.length ?? 0 };
  };
  const [rows, heldRows] = [rowsOf(fitting), rowsOf(held)];
  const trees = STAGES.map((stage, place) => {
    const labelled = (some: readonly JudgedTurn[]) => logisticLoss(some.map((turn) => Number(turn.stage === stage)));
    return boost(rows, labelled(fitting), { ...SETTINGS, seed: seed + place }, { rows: heldRows, loss: labelled(held) })
      .trees;
  });
  const scores = held.map((_, row) =>
    trees.map((each) => boostedScore(each, heldRows.values, row * heldRows.features)),
  );
  const labels = held.map(({ stage }) => STAGES.indexOf(stage));
  return { prior, trees, calibration: fitCalibration(scores, labels) };
}

/** Half of it times the squared distance from slope 1 and biases 0 is added to the sum of losses. */
const L2 = 1;

/** The slope and biases of the highest likelihood. @param labels places in STAGES */
export function fitCalibration(scores: readonly (readonly number[])[], labels: readonly number[]): StageCalibration {
  const read = (point: Float64Array): StageCalibration => ({ slope: point[0], biases: Array.from(point.subarray(1)) });
  const start = new Float64Array(1 + STAGES.length);
  start[0] = 1;
  const { point } = minimise((parameters, gradient) => {
    gradient.fill(0);
    let loss = 0;
    const calibration = read(parameters);
    for (const [row, own] of scores.entries()) {
      const shares = calibrated(own, calibration);
      loss -= Math.log(Math.max(1e-300, shares[labels[row]]));
      for (const [place, share] of shares.entries()) {
        const error = share - Number(place === labels[row]);
        gradient[0] += error * own[place];
        gradient[1 + place] += error;
      }
    }
    for (let place = 0; place < parameters.length; place++) {
      const distance = parameters[place] - start[place];
      loss += (L2 * distance ** 2) / 2;
      gradient[place] += L2 * distance;
    }
    return loss;
  }, start);
  return read(point);
}
