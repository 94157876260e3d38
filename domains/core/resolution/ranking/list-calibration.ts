import { logit, sigmoid } from '../../../../serving/numeric/log-odds.js';

/**
 * Makes probabilities of the scores of one list: the softmax of slope * score and, for the null entity, noneSlope * score +
 * noneOffset; then the most probable candidate's logit is mapped by a rising line, and the others and the null entity
 * share what is left as before.
 */
export interface ListCalibration {
  /** Above 0. */
  readonly slope: number;
  readonly noneSlope: number;
  readonly noneOffset: number;
  /** Points of the line from logits to logits, both rising; the identity where empty, and slope 1 beyond the ends. */
  readonly points: readonly LogitPoint[];
}

export interface LogitPoint {
  readonly from: number;
  readonly to: number;
}

/** Probabilities are kept this far from 0 and 1: no evidence of this kind is beyond doubt. */
export const LEAST_DOUBT = 1e-6;

/**
 * Turns scores into probabilities, in place.
 * @param scores `[count + 1]`, the null entity's last
 * @param count at least 1
 */
export function calibrateList(scores: Float64Array, count: number, calibration: ListCalibration): void {
  const { slope, noneSlope, noneOffset, points } = calibration;
  for (let index = 0; index < count; index++) scores[index] *= slope;
  scores[count] = noneSlope * scores[count] + noneOffset;
  let [first, most] = [0, scores[count]];
  for (let index = 1; index < count; index++) if (scores[index] > scores[first]) first = index;
  most = Math.max(most, scores[first]);
  let sum = 0;
  for (let index = 0; index <= count; index++) sum += scores[index] = Math.exp(scores[index] - most);
  for (let index = 0; index <= count; index++) scores[index] /= sum;
  const raw = Math.min(Math.max(scores[first], LEAST_DOUBT), 1 - LEAST_DOUBT);
  const mapped = sigmoid(mappedLogit(points, logit(raw)));
  // The others' shares must add up to what the first leaves, and none of them may overtake it.
  const rest = 1 - scores[first];
  if (rest <= LEAST_DOUBT) {
    spread(scores, count, first);
    return;
  }
  const second = largestBut(scores, count, first);
  const probability = Math.max(mapped, second / (rest + second));
  const factor = (1 - probability) / rest;
  for (let index = 0; index <= count; index++) scores[index] = index === first ? probability : scores[index] * factor;
}

/** A list whose first has all: the null entity gets what doubt there is. */
function spread(scores: Float64Array, count: number, first: number): void {
  scores.fill(0, 0, count + 1);
  scores[first] = 1 - LEAST_DOUBT;
  scores[count] = LEAST_DOUBT;
}

function largestBut(scores: Float64Array, count: number, first: number): number {
  let largest = 0;
  for (let index = 0; index < count; index++) if (index !== first && scores[index] > largest) largest = scores[index];
  return largest;
}

/** The rising line at a logit. */
export function mappedLogit(points: readonly LogitPoint[], value: number): number {
  if (points.length === 0) return value;
  let above = points.findIndex(({ from }) => from >= value);
  if (above === 0) return points[0].to + value - points[0].from;
  if (above < 0) {
    const last = points[points.length - 1];
    return last.to + value - last.from;
  }
  above = Math.min(above, points.length - 1);
  const [low, high] = [points[above - 1], points[above]];
  return low.to + ((high.to - low.to) * (value - low.from)) / (high.from - low.from);
}
