import type { CalibrationForm } from '../../bundles/format/own-scores.js';
import {
  type Calibration,
  type CalibrationMap,
  mappedLogit,
  type RisingLine,
} from '../../domains/core/own-scores/calibration.js';
import { logSigmoid } from '../../domains/core/own-scores/scale.js';
import { logit, sigmoid } from '../../serving/numeric/log-odds.js';
import { minimise } from '../optimiser/lbfgs.js';
import { softplus } from '../reranker/losses/cross-entropy.js';

/** Scores beside whether their hypotheses are right. */
export interface ScoredOutcomes {
  /** `[n]`. */
  readonly scores: readonly number[];
  /** `[n]`. */
  readonly rights: readonly boolean[];
  /** `[n]`, above 0: how often each counts; 1 each where absent. Only `risingLine` heeds them. */
  readonly weights?: ArrayLike<number> | undefined;
}

/** Hypotheses' scores in units, 0 where missing, beside whether they are right. */
export interface OutcomeRows {
  /** `[scores, n]`. */
  readonly columns: readonly (readonly number[])[];
  /** `[n]`. */
  readonly rights: readonly boolean[];
}

/** The hypotheses that a calibration learns from, by where they stand in their lists. */
export interface CalibrationRows {
  readonly first: OutcomeRows;
  readonly below: OutcomeRows;
  /** Whether each hypothesis without any score is right. */
  readonly missing: readonly boolean[];
}

/**
 * Fits a calibration: where there are several scores the weights that make one of them, by logistic regression; the map
 * to the first hypotheses; then what the others lose.
 */
export function fitCalibration({ first, below, missing }: CalibrationRows, form: CalibrationForm): Calibration {
  const isSingle = first.columns.length === 1;
  const { weights, bias: offset } = isSingle ? { weights: [1], bias: 0 } : logistic(first.columns, first.rights, true);
  const scored = ({ columns, rights }: OutcomeRows): ScoredOutcomes => ({
    scores: rights.map((_, row) => columns.reduce((sum, column, place) => sum + weights[place] * column[row], offset)),
    rights,
  });
  const map = fitMap(scored(first), form);
  const rest = scored(below).scores.map((score) => mappedLogit(map, score));
  const lost = rest.length === 0 ? 0 : fitOffset(rest, below.rights);
  const all = missing.length > 0 ? missing : [...first.rights, ...below.rights];
  return { weights, offset, map, below: lost, missing: logit(smoothedShare(all)) };
}

function fitMap(outcomes: ScoredOutcomes, form: CalibrationForm): CalibrationMap {
  const { scores, rights } = outcomes;
  switch (form) {
    case 'temperature':
      return { form, slope: logistic([scores], rights, false).weights[0] };
    case 'platt': {
      const { weights, bias } = logistic([scores], rights, true);
      return { form, slope: weights[0], bias };
    }
    case 'beta':
      return { form, ...fitBeta(outcomes) };
    case 'isotonic':
      return { form, ...risingLine(outcomes) };
  }
}

/** Kull et al. 2017, §4: where a weight comes out negative, it is 0 and the rest is fitted anew. */
function fitBeta({ scores, rights }: ScoredOutcomes): { a: number; b: number; c: number } {
  const columns = [scores.map(logSigmoid), scores.map((score) => -logSigmoid(-score))];
  const { weights, bias } = logistic(columns, rights, true);
  if (weights[0] >= 0 && weights[1] >= 0) return { a: weights[0], b: weights[1], c: bias };
  const kept = weights[0] < 0 ? 1 : 0;
  const alone = logistic([columns[kept]], rights, true);
  const weight = Math.max(0, alone.weights[0]);
  return kept === 0 ? { a: weight, b: 0, c: alone.bias } : { a: 0, b: weight, c: alone.bias };
}

/**
 * Logistic regression on a few columns. Right counts as (n+ + 1) / (n+ + 2), wrong as 1 / (n- + 2), so that rows which
 * one value tells apart do not lead to infinite weights (Platt 1999, §2.2).
 */
function logistic(columns: readonly (readonly number[])[], rights: readonly boolean[], hasBias: boolean) {
  const count = rights.length;
  const positives = rights.filter(Boolean).length;
  const targets = [1 / (count - positives + 2), (positives + 1) / (positives + 2)];
  const scale = columns.map((column) => Math.sqrt(column.reduce((sum, value) => sum + value ** 2, 0) / count) || 1);
  const size = columns.length + (hasBias ? 1 : 0);
  const { point } = minimise((weights, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (let row = 0; row < count; row++) {
      let score = hasBias ? weights[columns.length] : 0;
      for (const [place, column] of columns.entries()) score += (weights[place] * column[row]) / scale[place];
      const target = targets[rights[row] ? 1 : 0];
      loss += softplus(score) - target * score;
      const error = (sigmoid(score) - target) / count;
      for (const [place, column] of columns.entries())
        gradient[place] = gradient[place] + (error * column[row]) / scale[place];
      if (hasBias) gradient[columns.length] = gradient[columns.length] + error;
    }
    return loss / count;
  }, new Float64Array(size));
  return {
    weights: columns.map((_, place) => point[place] / scale[place]),
    bias: hasBias ? point[columns.length] : 0,
  };
}

/** The offset of logits that fits the outcomes best, by Newton's steps; Platt's targets keep it finite. */
function fitOffset(logits: readonly number[], rights: readonly boolean[]): number {
  const target = smoothedShare(rights) * rights.length;
  let offset = 0;
  for (let step = 0; step < 50; step++) {
    let [expected, spread] = [0, 1e-12];
    for (const each of logits) {
      const p = sigmoid(each + offset);
      expected += p;
      spread += p * (1 - p);
    }
    const change = Math.max(-1, Math.min(1, (target - expected) / spread));
    offset += change;
    if (Math.abs(change) < 1e-10) break;
  }
  return offset;
}

/** (right + 1) / (n + 2), which is in (0, 1) whatever the outcomes (Laplace). */
function smoothedShare(rights: readonly boolean[]): number {
  return (rights.filter(Boolean).length + 1) / (rights.length + 2);
}

/**
 * Pool adjacent violators: blocks of neighbouring scores whose shares of right hypotheses rise. The line goes through
 * the blocks' mean scores, at shares smoothed by half a hypothesis of each kind.
 */
export function risingLine({ scores, rights, weights }: ScoredOutcomes): RisingLine {
  const order = [...scores.keys()].sort((one, other) => scores[one] - scores[other]);
  const blocks: { count: number; right: number; sum: number; last: number }[] = [];
  for (const index of order) {
    const last = blocks.at(-1);
    const weight = weights?.[index] ?? 1;
    const right = rights[index] ? weight : 0;
    // Equal scores are one block: they must have one confidence.
    if (last && last.last === scores[index]) {
      last.count += weight;
      last.right += right;
      last.sum += weight * scores[index];
    } else blocks.push({ count: weight, right, sum: weight * scores[index], last: scores[index] });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let next = { ...block };
    for (let before = pooled.at(-1); before && before.right * next.count >= next.right * before.count; ) {
      pooled.pop();
      next = {
        count: before.count + next.count,
        right: before.right + next.right,
        sum: before.sum + next.sum,
        last: next.last,
      };
      before = pooled.at(-1);
    }
    pooled.push(next);
  }
  let highest = 0;
  return {
    scores: pooled.map(({ sum, count }) => sum / count),
    confidences: pooled.map(({ right, count }) => {
      // Smoothing moves small blocks more than large ones; the line must rise all the same.
      highest = Math.max(highest, (right + 0.5) / (count + 1));
      return highest;
    }),
  };
}
