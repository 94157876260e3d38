import { type BoostedTrees, boostedScore } from '../../../domains/core/trees/boosted-trees.js';
import { foldOf } from '../../corpus/folds.js';
import { risingLine } from '../../own-scores/calibration-fit.js';
import { boost } from '../../trees/boosting.js';
import { logisticLoss } from '../../trees/loss.js';
import type { DefectModel } from './defect-model.js';
import { FOLLOWED_FEATURES, type FollowedTurn, followedFeatures } from './followed-features.js';

export interface DefectSettings {
  readonly folds: number;
  readonly seed: number;
  /** Fewer answers teach nothing: the assumed weights stand. */
  readonly leastAnswers: number;
  /** No answer counts for more turns than this, whatever its propensity: one rare question must not decide. */
  readonly mostTurns: number;
}

export const DEFECT_DEFAULTS: DefectSettings = { folds: 5, seed: 1, leastAnswers: 300, mostTurns: 50 };

/**
 * Learns P(defect) from explicit answers, which stand for all turns: a turn that was asked with probability p counts 1 / p
 * times (Horvitz and Thompson 1952). Turns that were not asked, that were answered 'unsure' or not at all, and answers
 * without a logged propensity teach nothing. Who answers of those who were asked is not modelled. Calibrated by isotonic
 * regression on scores of trees that saw none of the customer's turns.
 */
export function trainDefects(turns: readonly FollowedTurn[], settings: Partial<DefectSettings> = {}): DefectModel {
  const { folds, seed, leastAnswers, mostTurns } = { ...DEFECT_DEFAULTS, ...settings };
  const answered = turns.filter(({ turn: { outcomes, askedWith } }) => {
    const isAnswered = outcomes.explicit === 'yes' || outcomes.explicit === 'no';
    return isAnswered && askedWith !== undefined && askedWith > 0 && askedWith <= 1;
  });
  const isDefect = answered.map(({ turn }) => turn.outcomes.explicit === 'no');
  // Of one kind alone nothing can be told apart.
  if (answered.length < leastAnswers || !isDefect.includes(true) || !isDefect.includes(false))
    return { form: 'assumed' };
  const weights = Float64Array.from(answered, ({ turn }) => Math.min(mostTurns, 1 / turn.askedWith!));
  const rows = answered.map(followedFeatures);
  const fold = answered.map(({ turn }) => foldOf(turn.customer ?? turn.session, folds, seed));
  const scores = new Array<number>(rows.length).fill(0);
  for (let held = 0; held < folds; held++) {
    const trees = fit(rows, isDefect, weights, (index) => fold[index] !== held, seed);
    for (const [index, row] of rows.entries()) if (fold[index] === held) scores[index] = boostedScore(trees, row);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight ** 2, 0);
  return {
    form: 'trained',
    trees: fit(rows, isDefect, weights, () => true, seed),
    // All together they count as often as they are worth.
    calibration: risingLine({ scores, rights: isDefect, weights: weights.map((weight) => (weight * sum) / squares) }),
    answers: rows.length,
    effectiveAnswers: sum ** 2 / squares,
  };
}

/** Few small trees: answers are few, and the assumed weights are a feature already. */
const GROWTH = { trees: 60, leaves: 6, shrinkage: 0.1, leastRows: 15 } as const;

function fit(
  rows: readonly Float64Array[],
  isDefect: readonly boolean[],
  weights: Float64Array,
  takes: (index: number) => boolean,
  seed: number,
): BoostedTrees {
  const taken = [...rows.keys()].filter(takes);
  const features = FOLLOWED_FEATURES.length;
  const values = new Float64Array(taken.length * features);
  for (const [place, index] of taken.entries()) values.set(rows[index], place * features);
  const labels = taken.map((index) => (isDefect[index] ? 1 : 0));
  const own = Float64Array.from(taken, (index) => weights[index]);
  // Weights of mean 1, so that least hessians and l2 mean the same whatever the propensities.
  const mean = own.reduce((total, weight) => total + weight, 0) / Math.max(1, own.length);
  const loss = logisticLoss(
    labels,
    own.map((weight) => weight / mean),
  );
  return boost({ values, count: taken.length, features }, loss, { ...GROWTH, seed }).trees;
}
