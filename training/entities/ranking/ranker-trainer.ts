import { hashText } from '../../../domains/core/numeric/hash.js';
import { RANKING_FEATURES } from '../../../domains/core/resolution/ranking/candidate-features.js';
import type { ListCalibration } from '../../../domains/core/resolution/ranking/list-calibration.js';
import type { RankerModel } from '../../../domains/core/resolution/ranking/trained-ranker.js';
import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { NluError } from '../../../serving/errors.js';
import { type BoostingSettings, boost, type HeldOut } from '../../trees/boosting.js';
import { lambdaLoss } from '../../trees/lambda-loss.js';
import { fitListCalibration, type ScoredList } from './calibration-fit.js';
import type { RankedList } from './ranked-list.js';

/** Growth of a ranker's trees: small ones, since every candidate of every request goes through all of them. */
export const RANKER_TREES: Partial<BoostingSettings> = {
  trees: 80,
  bins: 63,
  leaves: 16,
  shrinkage: 0.15,
  leastRows: 30,
  leastHessian: 0.05,
  featureShare: 0.7,
  rowShare: 0.8,
  l2: 0.2,
  patience: 12,
};

/** Lists are parted by group: trees are trained on two parts, stopped by a third and calibrated on the fourth. */
const PARTS = 4;
/** Places that matter: searches have many answers, and whoever asks sees so many of them. */
const RANKED_DEPTH = 40;
/** Share of the searches that say how long one is that trees know: a few names are as long as a description. */
const KNOWN_SHARE = 0.99;
const LEAST_SEARCHES = 50;
const [FREE, WORDS] = (['free', 'words'] as const).map((feature) => RANKING_FEATURES.indexOf(feature));
/** Fewer lists than this train nothing. */
export const LEAST_LISTS = 200;

/** A ranker, and the lists that it was calibrated on with the scores of trees that had not seen them. */
export interface TrainedRanker {
  readonly model: RankerModel;
  /** In the order of the lists, those that calibrate. */
  readonly outOfFold: readonly ScoredList[];
}

/**
 * Trains a ranker on lists: LambdaMART with as many trees as held-out groups bear, calibrated on groups that its trees
 * have not seen.
 * @param kinds, head, searchHead, exactDepth as the lists were made with
 * @throws NluError FAILED_PRECONDITION for fewer lists than LEAST_LISTS
 */
export function trainRanker(
  lists: readonly RankedList[],
  { kinds, head, searchHead, exactDepth }: Pick<RankerModel, 'kinds' | 'head' | 'searchHead' | 'exactDepth'>,
  settings: Partial<BoostingSettings> = {},
): TrainedRanker {
  if (lists.length < LEAST_LISTS)
    throw new NluError(
      'FAILED_PRECONDITION',
      `a ranker needs ${LEAST_LISTS} judged queries; there are ${lists.length}`,
    );
  const full = { ...RANKER_TREES, ...settings };
  const partOf = lists.map(({ group }) => hashText(group) % PARTS);
  const outOfFold: ScoredList[] = [];
  let kept = 0;
  for (let part = 0; part < PARTS; part++) {
    const stop = (part + 1) % PARTS;
    const train = lists.filter((_, index) => partOf[index] !== part && partOf[index] !== stop);
    const stopped = rowsOf(lists.filter((_, index) => partOf[index] === stop));
    const { trees } = boost(...boostable(train), full, stopped);
    kept += trees.forest.roots.length / PARTS;
    for (const [index, list] of lists.entries()) if (partOf[index] === part) outOfFold[index] = scored(list, trees);
  }
  const { trees } = boost(...boostable(lists), { ...full, trees: Math.max(1, Math.round(kept)) });
  const calibrating = outOfFold.filter((_, index) => lists[index].calibrates !== false);
  const calibration: ListCalibration = fitListCalibration(calibrating);
  return {
    model: { trees, calibration, kinds, head, searchHead, exactDepth, searchWords: searchWordsOf(lists) },
    outOfFold: calibrating,
  };
}

/** The words that KNOWN_SHARE of the searches among the lists have at most; of all lists where few are searches. */
function searchWordsOf(lists: readonly RankedList[]): number {
  const searches = lists.filter(({ values }) => values[FREE] === 1);
  const some = searches.length < LEAST_SEARCHES ? lists : searches;
  const words = some.map(({ values }) => values[WORDS]).sort((one, other) => one - other);
  return words[Math.ceil(KNOWN_SHARE * words.length) - 1];
}

function scored({ values, grades, weight }: RankedList, trees: BoostedTrees): ScoredList {
  return {
    scores: Float64Array.from(grades, (_, row) => boostedScore(trees, values, row * RANKING_FEATURES.length)),
    grades,
    weight,
  };
}

function boostable(lists: readonly RankedList[]): [HeldOut['rows'], HeldOut['loss']] {
  const { rows, loss } = rowsOf(lists);
  return [rows, loss];
}

/** Lists one after the other. */
function rowsOf(lists: readonly RankedList[]): HeldOut {
  const features = RANKING_FEATURES.length;
  const start = new Uint32Array(lists.length + 1);
  for (const [list, { grades }] of lists.entries()) start[list + 1] = start[list] + grades.length;
  const count = start[lists.length];
  const values = new Float64Array(count * features);
  const grades = new Float64Array(count);
  const rowWeights = new Float64Array(count);
  for (const [list, { values: own, grades: ownGrades, rowWeights: ownWeights }] of lists.entries()) {
    values.set(own, start[list] * features);
    grades.set(ownGrades, start[list]);
    rowWeights.set(ownWeights, start[list]);
  }
  const weights = Float64Array.from(lists, ({ weight }) => weight);
  return { rows: { values, count, features }, loss: lambdaLoss({ start, grades, weights, rowWeights }, RANKED_DEPTH) };
}
