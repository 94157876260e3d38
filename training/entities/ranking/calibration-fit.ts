import {
  calibrateList,
  LEAST_DOUBT,
  type ListCalibration,
  type LogitPoint,
} from '../../../domains/core/resolution/ranking/list-calibration.js';
import { logit, logSumExp } from '../../../serving/numeric/log-odds.js';
import { minimise } from '../../optimiser/lbfgs.js';

/** Scores of a list that the trees were not trained on, beside what is right. */
export interface ScoredList {
  /** `[count + 1]`, the null entity's last. */
  readonly scores: Float64Array;
  /** `[count + 1]`, at least one above 0. */
  readonly grades: Float64Array;
  readonly weight: number;
}

/** How strongly the fit is held at the scores as they are, in lists: few lists say little. */
const PRIOR_LISTS = 2;
/** Points of the line for the first candidate, and the least lists of each. */
const MOST_POINTS = 12;
const LEAST_LISTS = 50;

/** Fits probabilities to lists by likelihood: right candidates share what is right by their grades. */
export function fitListCalibration(lists: readonly ScoredList[]): ListCalibration {
  const { point } = minimise(
    (parameters, gradient) => softmaxLoss(lists, parameters, gradient),
    new Float64Array([0, 0, 0]),
  );
  const [slope, noneSlope, noneOffset] = [Math.exp(point[0]), Math.exp(point[1]), point[2]];
  const softmax = { slope, noneSlope, noneOffset, points: [] };
  return { ...softmax, points: firstLine(lists, softmax) };
}

/** Mean loss in nats by log slope, log slope of the null entity and its offset. */
export function softmaxLoss(lists: readonly ScoredList[], parameters: Float64Array, gradient: Float64Array): number {
  gradient.fill(0);
  const [slope, noneSlope, noneOffset] = [Math.exp(parameters[0]), Math.exp(parameters[1]), parameters[2]];
  let total = 0;
  for (const { weight } of lists) total += weight;
  total = Math.max(total, 1);
  let loss = 0;
  for (const { scores, grades, weight } of lists) {
    const count = scores.length - 1;
    const logits = scores.map((score, index) => (index < count ? slope * score : noneSlope * score + noneOffset));
    const log = logSumExp(logits);
    const right = grades.reduce((sum, grade) => sum + grade, 0);
    for (let index = 0; index <= count; index++) {
      const share = grades[index] / right;
      const probability = Math.exp(logits[index] - log);
      loss -= (weight / total) * share * (logits[index] - log);
      const error = (weight / total) * (probability - share);
      gradient[index < count ? 0 : 1] += error * (index < count ? slope : noneSlope) * scores[index];
      if (index === count) gradient[2] += error;
    }
  }
  for (let place = 0; place < 3; place++) {
    loss += (PRIOR_LISTS / total / 2) * parameters[place] ** 2;
    gradient[place] += (PRIOR_LISTS / total) * parameters[place];
  }
  return loss;
}

/**
 * The line from the first candidate's logit to that of how often it is right: lists in order of that logit, parted into
 * bins of as many each, neighbours pooled until their log-odds rise (pool adjacent violators): a bin of little weight is
 * held nearer to one half, so that shares may rise where log-odds fall.
 */
function firstLine(lists: readonly ScoredList[], calibration: ListCalibration): LogitPoint[] {
  const firsts = lists.map(({ scores, grades, weight }) => {
    const probabilities = scores.slice();
    const count = scores.length - 1;
    calibrateList(probabilities, count, calibration);
    let first = 0;
    for (let index = 1; index < count; index++) if (probabilities[index] > probabilities[first]) first = index;
    const clipped = Math.min(Math.max(probabilities[first], LEAST_DOUBT), 1 - LEAST_DOUBT);
    const right = grades[first] / grades.reduce((sum, grade) => sum + grade, 0);
    return { logit: logit(clipped), right, weight };
  });
  firsts.sort((one, other) => one.logit - other.logit);
  const bins = Math.min(MOST_POINTS, Math.floor(firsts.length / LEAST_LISTS));
  const blocks: { weight: number; right: number; logits: number }[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const block = { weight: 0, right: 0, logits: 0 };
    const [from, to] = [Math.floor((bin * firsts.length) / bins), Math.floor(((bin + 1) * firsts.length) / bins)];
    for (const each of firsts.slice(from, to)) {
      block.weight += each.weight;
      block.right += each.weight * each.right;
      block.logits += each.weight * each.logit;
    }
    if (block.weight === 0) continue;
    blocks.push(block);
    while (blocks.length > 1 && logOddsOf(blocks.at(-2)!) >= logOddsOf(blocks.at(-1)!)) {
      const top = blocks.pop()!;
      const last = blocks.at(-1)!;
      last.weight += top.weight;
      last.right += top.right;
      last.logits += top.logits;
    }
  }
  return blocks
    .map((block) => ({ from: block.logits / block.weight, to: logOddsOf(block) }))
    .filter(({ from }, index, all) => index === 0 || from > all[index - 1].from);
}

/** Half a list of either kind is added. */
function logOddsOf({ right, weight }: { right: number; weight: number }): number {
  return Math.log((right + 0.5) / (weight - right + 0.5));
}
