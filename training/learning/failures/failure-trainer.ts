import { boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { foldOf } from '../../corpus/folds.js';
import { minimise } from '../../optimiser/lbfgs.js';
import { type BoostingSettings, boost } from '../../trees/boosting.js';
import type { FeatureRows } from '../../trees/feature-bins.js';
import { logisticLoss } from '../../trees/loss.js';
import { fitDecision } from './decision.js';
import { calibrated, type FailureModel, modelRow, type StageCalibration } from './failure-model.js';
import { type FailureStage, STAGES } from './failure-stage.js';
import { fitStagePrior, type StagePrior } from './stage-prior.js';
import type { FollowedTurn } from './turns/observed-turn.js';

/** A turn whose failure point is known. */
export interface JudgedTurn extends FollowedTurn {
  readonly stage: FailureStage;
  /** What it is held out with: turns of one group are in training together, or held out together. */
  readonly group: string;
  /** What is resampled together. */
  readonly customer: string;
}

export type FailureSettings = Pick<
  BoostingSettings,
  'trees' | 'leaves' | 'shrinkage' | 'leastRows' | 'l2' | 'rowShare' | 'splitFeatureShare' | 'bins' | 'patience'
>;

const COMMON = { trees: 150, shrinkage: 0.08, leastRows: 15, rowShare: 0.8, bins: 64, patience: 10 };
/** Each training takes the one whose probabilities fit its first held-out part best: as before, smaller trees, fewer features. */
const CANDIDATES: readonly FailureSettings[] = [
  { ...COMMON, leaves: 12, l2: 1, splitFeatureShare: 0.5 },
  { ...COMMON, leaves: 6, l2: 3, splitFeatureShare: 0.5 },
  { ...COMMON, leaves: 8, l2: 3, splitFeatureShare: 0.15 },
];
/** Parts of the groups that are held out in turn: on them it is seen how many trees are best, and what scores mean. */
const FOLDS = 4;

/**
 * Trains the prior and the trees of each stage against all others. How trees grow and how many there are, what their
 * scores are as probabilities, and how much each stage must have to be told come from groups that trees did not see.
 * @param turns at least one of every stage
 * @param progress told what is done
 */
export function trainFailures(
  turns: readonly JudgedTurn[],
  seed = 1,
  progress: (text: string) => void = () => {},
): FailureModel {
  const parts = partsOf(turns, seed);
  const tried = CANDIDATES.map((settings, index) => {
    const grown = growOn(parts[0], settings, seed);
    const labels = labelsOf(parts[0].held);
    const loss = lossOfScores(grown.scores, labels);
    progress(`settings ${index + 1} of ${CANDIDATES.length}: held-out loss ${loss.toFixed(4)}`);
    return { settings, grown, loss };
  });
  const best = tried.reduce((one, other) => (other.loss < one.loss ? other : one));
  const grown = parts.map((part, place) => (place === 0 ? best.grown : growOn(part, best.settings, seed)));
  const held = parts.flatMap((part) => part.held);
  const [scores, labels] = [grown.flatMap((each) => each.scores), labelsOf(held)];
  const calibration = fitCalibration(scores, labels);
  const probabilities = scores.map((each) => calibrated(each, calibration));
  const prior = priorOf(turns);
  const rows = rowsOf(prior, turns);
  const trees = STAGES.map((_, place) => {
    const count = grown.reduce((sum, { counts }) => sum + counts[place], 0) / grown.length;
    const own = { ...best.settings, trees: Math.max(1, Math.round(count)), seed: seed + place };
    return boost(rows, lossOf(turns, place), own).trees;
  });
  return { prior, trees, calibration, decision: fitDecision(probabilities, labels) };
}

/** Turns that are trained on, and those that are held out. */
interface Part {
  readonly fitting: readonly JudgedTurn[];
  readonly held: readonly JudgedTurn[];
  readonly rows: FeatureRows;
  readonly heldRows: FeatureRows;
}

function partsOf(turns: readonly JudgedTurn[], seed: number): Part[] {
  const parts = turns.map(({ group }) => foldOf(`failures ${group}`, FOLDS, seed));
  return Array.from({ length: FOLDS }, (_, part): Part => {
    const fitting = turns.filter((_, index) => parts[index] !== part);
    const held = turns.filter((_, index) => parts[index] === part);
    const prior = priorOf(fitting);
    return { fitting, held, rows: rowsOf(prior, fitting), heldRows: rowsOf(prior, held) };
  });
}

/** `[held][STAGES]` scores of a part's held-out turns, and by stage how many trees fitted them best. */
function growOn(
  { fitting, held, rows, heldRows }: Part,
  settings: FailureSettings,
  seed: number,
): { scores: number[][]; counts: number[] } {
  const trees = STAGES.map((_, place) => {
    const heldOut = { rows: heldRows, loss: lossOf(held, place) };
    return boost(rows, lossOf(fitting, place), { ...settings, seed: seed + place }, heldOut).trees;
  });
  const scores = held.map((_, row) =>
    trees.map((each) => boostedScore(each, heldRows.values, row * heldRows.features)),
  );
  return { scores, counts: trees.map(({ forest }) => forest.roots.length) };
}

/** Mean of -log P(the true stage), calibrated on the same turns. */
function lossOfScores(scores: readonly (readonly number[])[], labels: readonly number[]): number {
  const calibration = fitCalibration(scores, labels);
  const losses = scores.map((each, turn) => -Math.log(calibrated(each, calibration)[labels[turn]]));
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function labelsOf(turns: readonly JudgedTurn[]): number[] {
  return turns.map(({ stage }) => STAGES.indexOf(stage));
}

function priorOf(turns: readonly JudgedTurn[]): StagePrior {
  return fitStagePrior(
    turns,
    turns.map(({ stage }) => stage),
  );
}

function rowsOf(prior: StagePrior, turns: readonly JudgedTurn[]): FeatureRows {
  const rows = turns.map((turn) => modelRow(prior, turn));
  return { values: Float64Array.from(rows.flat()), count: rows.length, features: rows[0]?.length ?? 0 };
}

function lossOf(turns: readonly JudgedTurn[], place: number) {
  return logisticLoss(turns.map(({ stage }) => Number(stage === STAGES[place])));
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
