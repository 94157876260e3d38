import type { Contribution } from '../../../serving/hypothesis.js';
import { log1mExp, logSumExp, sigmoid } from '../../../serving/numeric/log-odds.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import type { Linear, RerankerModel } from './model.js';

/** A re-ranker's scores of one list: `[n]` log-odds that each hypothesis is exactly right, and P(in domain). */
export interface ListScores {
  readonly logits: Float64Array;
  /** P(the utterance is the domain's), in [0, 1]. */
  readonly inDomain: number;
}

/**
 * Log-odds are held within what a double can hold of the confidence they stand for: e^-700 is still a number, and at
 * 1 - e^-20 the distance from 1 still has seven digits. So a confidence is never 0 or 1, and an explanation sums to its
 * logit.
 */
export const LOGIT_RANGE = { least: -700, most: 20 } as const;

/** The names of a model's columns of evidence, in their order. */
export interface EvidenceColumns {
  readonly list: readonly string[];
  readonly hypothesis: readonly string[];
}

const COLUMNS: EvidenceColumns = { list: LIST_EVIDENCE, hypothesis: HYPOTHESIS_EVIDENCE };

/**
 * The reference computation, for training and explanation; serving runs the same formulas as an ONNX graph.
 * P(in domain) = c + (1 - c) sigmoid(inDomain), where c is the probability that the list holds the right hypothesis, so
 * that no confidence is ever above it: the list-wise form models c itself; for the others it is at least their largest
 * confidence.
 */
export function scoreList(model: RerankerModel, { list, hypotheses }: Evidence): ListScores {
  const scores = hypothesisScores(model, hypotheses);
  const present = model.form === 'list-wise' ? apply(model.list, list, 0) : 0;
  const logits = scores.map((score, index) => {
    if (model.form === 'r0') return bounded(score - log1mExp(score));
    return bounded(model.form === 'list-wise' ? present + score + alternatives(present, scores, index) : score);
  });
  const some = sigmoid(model.form === 'list-wise' ? present : logits.reduce((a, b) => Math.max(a, b), -Infinity));
  return { logits, inDomain: some + (1 - some) * sigmoid(apply(model.inDomain, list, 0)) };
}

/**
 * The additive parts of a hypothesis's logit, in natural-log odds: the evidence by name, from both parts of a list-wise
 * model; `bias`; `alternatives`, the loss to the other hypotheses of the list and to none being right; and `bound`, the
 * loss to LOGIT_RANGE.
 * With p = sigmoid(u) e^v_h / Z: logit p = u + v_h - log(Z + e^u (Z - e^v_h)), Z = sum of e^v.
 * @param columns the names that the evidence is told by; columns of one name are told as one
 */
export function explain(
  model: RerankerModel,
  { list, hypotheses }: Evidence,
  index: number,
  columns: EvidenceColumns = COLUMNS,
): Contribution[] {
  const scores = hypothesisScores(model, hypotheses);
  const width = columns.hypothesis.length;
  const parts = new Map<string, number>();
  const add = (name: string, value: number) => parts.set(name, (parts.get(name) ?? 0) + value);
  for (const [column, name] of columns.hypothesis.entries()) {
    add(name, model.hypothesis.weights[column] * hypotheses[index * width + column]);
  }
  if (model.form === 'list-wise') {
    for (const [column, name] of columns.list.entries()) add(name, model.list.weights[column] * list[column]);
    add('bias', model.list.bias + model.hypothesis.bias);
    add('alternatives', alternatives(apply(model.list, list, 0), scores, index));
  } else {
    add('bias', model.hypothesis.bias);
    if (model.form === 'r0') add('alternatives', -log1mExp(scores[index]));
  }
  const sum = [...parts.values()].reduce((total, value) => total + value, 0);
  add('bound', bounded(sum) - sum);
  // A part of weight zero explains nothing.
  return [...parts].filter(([, value]) => value !== 0).map(([name, value]) => ({ name, value }));
}

/** `[n]` weighted sums of the hypotheses' evidence. */
function hypothesisScores(model: RerankerModel, hypotheses: Float64Array): Float64Array {
  const width = model.hypothesis.weights.length;
  const scores = new Float64Array(hypotheses.length / width);
  for (let row = 0; row < scores.length; row++) scores[row] = apply(model.hypothesis, hypotheses, row * width);
  return scores;
}

/** -log(Z + e^u * (Z - e^v_h)), shifted so that nothing overflows and no small difference of large numbers is taken. */
function alternatives(present: number, scores: Float64Array, index: number): number {
  const terms: number[] = [];
  for (const [other, score] of scores.entries()) {
    terms.push(score);
    if (other !== index) terms.push(present + score);
  }
  return -logSumExp(terms);
}

/** A logit within LOGIT_RANGE. */
export function bounded(logit: number): number {
  return Math.min(LOGIT_RANGE.most, Math.max(LOGIT_RANGE.least, logit));
}

function apply({ weights, bias }: Linear, values: Float64Array, from: number): number {
  let sum = bias;
  for (let index = 0; index < weights.length; index++) sum += weights[index] * values[from + index];
  return sum;
}
