import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { foldOf } from '../../corpus/folds.js';
import { boost } from '../../trees/boosting.js';
import { logisticLoss } from '../../trees/loss.js';
import type { Rephrases } from '../rephrase/rephrase-model.js';
import type { UserTurn } from './spoken-dialogue.js';
import { CUE_FEATURES, cueFeatures } from './user-cues.js';

const FOLDS = 5;
const GROWTH = { trees: 80, leaves: 6, shrinkage: 0.1, leastRows: 20, seed: 1 } as const;

/** What was learned of users who say that they are dissatisfied. */
export interface DissatisfactionModel {
  /** Over `CUE_FEATURES`. */
  readonly trees: BoostedTrees;
  /** Scores above are dissatisfied: where F1 was best on held-out dialogues of the training data. */
  readonly threshold: number;
}

/** Learns from dialogues; the threshold comes from scores of trees that did not see the dialogue. */
export function trainDissatisfaction(turns: readonly UserTurn[], rephrases: Rephrases): DissatisfactionModel {
  const rows = turns.map((turn) => cueFeatures(turn, rephrases));
  const fold = turns.map(({ dialogue }) => foldOf(dialogue, FOLDS, GROWTH.seed));
  const labels = turns.map(({ isDissatisfied }) => isDissatisfied);
  const scores = new Float64Array(turns.length);
  for (let held = 0; held < FOLDS; held++) {
    const trees = fit(rows, labels, (index) => fold[index] !== held);
    for (const [index, row] of rows.entries()) if (fold[index] === held) scores[index] = boostedScore(trees, row);
  }
  return { trees: fit(rows, labels, () => true), threshold: bestThreshold(scores, labels) };
}

/** The score above which F1 of the positives is largest; of several the highest. */
export function bestThreshold(scores: Float64Array, labels: readonly boolean[]): number {
  const order = [...scores.keys()].sort((one, other) => scores[other] - scores[one]);
  const positives = labels.filter(Boolean).length;
  let [right, best, threshold] = [0, 0, Number.POSITIVE_INFINITY];
  for (const [place, index] of order.entries()) {
    if (labels[index]) right++;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[index]) continue;
    const f1 = (2 * right) / (place + 1 + positives);
    if (f1 > best)
      [best, threshold] = [f1, next === undefined ? Number.NEGATIVE_INFINITY : (scores[index] + scores[next]) / 2];
  }
  return threshold;
}

function fit(
  rows: readonly Float64Array[],
  labels: readonly boolean[],
  takes: (index: number) => boolean,
): BoostedTrees {
  const taken = [...rows.keys()].filter(takes);
  const features = CUE_FEATURES.length;
  const values = new Float64Array(taken.length * features);
  for (const [place, index] of taken.entries()) values.set(rows[index], place * features);
  const loss = logisticLoss(taken.map((index) => (labels[index] ? 1 : 0)));
  return boost({ values, count: taken.length, features }, loss, GROWTH).trees;
}
