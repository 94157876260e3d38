import type { Outcomes } from './outcomes.js';

/** Number of bins of ECE, as docs/reference/quality-metrics.md fixes it. */
const CALIBRATION_BINS = 15;
const NLL_CLIP = 1e-6;

/** One bin of a reliability diagram: outcomes next to each other in confidence. */
export interface ReliabilityBin {
  readonly count: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/** The order of outcomes by confidence, ascending; ties keep their order. Made once and used for many weightings. */
export function confidenceOrder({ confidences }: Outcomes): Int32Array {
  return Int32Array.from(confidences.keys()).sort((one, other) => confidences[one] - confidences[other] || one - other);
}

/**
 * Bins of equal mass, sorted by confidence: bin b of m holds ranks floor(b n / m) to floor((b + 1) n / m). With fewer
 * outcomes than bins the empty ones are left out. `weights`, by utterance, are whole numbers of copies.
 */
export function reliabilityBins(
  outcomes: Outcomes,
  { bins = CALIBRATION_BINS, order = confidenceOrder(outcomes), weights }: BinOptions = {},
): ReliabilityBin[] {
  const { confidences, rights, utterances } = outcomes;
  let total = order.length;
  if (weights) {
    total = 0;
    for (const utterance of utterances) total += weights[utterance];
  }
  const result: ReliabilityBin[] = [];
  // Plain variables in one loop: a bootstrap comes here once a resample.
  let [bin, rank, count, confidence, right] = [0, 0, 0, 0, 0];
  let end = Math.floor(total / bins);
  for (let place = 0; place < order.length; place++) {
    const outcome = order[place];
    let left = weights ? weights[utterances[outcome]] : 1;
    while (left > 0) {
      const taken = Math.min(left, end - rank);
      count += taken;
      confidence += taken * confidences[outcome];
      right += taken * rights[outcome];
      rank += taken;
      left -= taken;
      if (rank < end) continue;
      if (count > 0) result.push({ count, meanConfidence: confidence / count, shareRight: right / count });
      [count, confidence, right] = [0, 0, 0];
      bin++;
      end = Math.floor(((bin + 1) * total) / bins);
    }
  }
  return result;
}

/** Options of reliabilityBins: the number of bins, a prepared confidenceOrder, copies of each utterance. */
export interface BinOptions {
  readonly bins?: number;
  readonly order?: Int32Array;
  readonly weights?: ArrayLike<number>;
}

/** ECE: sum over bins of (bin size / n) * |mean confidence - share right|, in [0, 1]; NaN for no outcomes. */
export function expectedCalibrationError(outcomes: Outcomes, options?: BinOptions): number {
  const bins = reliabilityBins(outcomes, options);
  let total = 0;
  let gap = 0;
  for (const { count, meanConfidence, shareRight } of bins) {
    total += count;
    gap += count * Math.abs(meanConfidence - shareRight);
  }
  return gap / total;
}

/** (confidence - right)^2 of each outcome; Brier is their mean. */
export function squaredErrors({ confidences, rights }: Outcomes): Float64Array {
  return confidences.map((confidence, index) => (confidence - rights[index]) ** 2);
}

/** -log P(what happened) of each outcome, in nats, confidence clipped to [1e-6, 1 - 1e-6]; NLL is their mean. */
export function negativeLogLikelihoods({ confidences, rights }: Outcomes): Float64Array {
  return confidences.map((confidence, index) => {
    const clipped = Math.min(Math.max(confidence, NLL_CLIP), 1 - NLL_CLIP);
    return -Math.log(rights[index] ? clipped : 1 - clipped);
  });
}

/** Brier score, in [0, 1]; NaN for no outcomes. */
export function brierScore(outcomes: Outcomes): number {
  return mean(squaredErrors(outcomes));
}

/** NLL, in nats; NaN for no outcomes. */
export function negativeLogLikelihood(outcomes: Outcomes): number {
  return mean(negativeLogLikelihoods(outcomes));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
