import { sigmoid } from '../domains/core/log-odds.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../domains/core/reranker/evidence.js';
import type { Form, Linear, RerankerModel } from '../domains/core/reranker/model.js';
import { listwiseCrossEntropy, pointwiseCrossEntropy, softplus } from './losses/cross-entropy.js';
import { expectedSemer, pointwiseExpectedSemer } from './losses/expected-semer.js';
import { costOfNothing, type RankingExample } from './losses/ranking-example.js';
import { minimise, type Objective } from './optimiser/lbfgs.js';

export interface RerankerSettings {
  /** Share of expected SemER in the list-wise form's loss; the rest is cross-entropy. In [0, 1]. */
  readonly semerShare: number;
  /** L2 penalty on the weights of standardised evidence, over the whole corpus. */
  readonly l2: number;
}

export const rerankerDefaults: RerankerSettings = { semerShare: 0.1, l2: 1 };

const LIST = LIST_EVIDENCE.length;
const HYPOTHESIS = HYPOTHESIS_EVIDENCE.length;
/** The loss is a mean near 0.1: a slope of 1e-5 is far below what the folds differ by. */
const OPTIMISER = { maxIterations: 100, tolerance: 1e-5 };
/** The paper's forms read the domain, intent and slot scores only. */
const PAPER_COLUMNS = [0, 1, 2];
/** The list-wise form leaves the domain's score to the list: within a list it is a constant. */
const LISTWISE_COLUMNS = HYPOTHESIS_EVIDENCE.map((_, column) => column).slice(1);
const ALL_LIST_COLUMNS = LIST_EVIDENCE.map((_, column) => column);

/** Trains a re-ranker of the given form on out-of-fold lists; in-sample ones would make it overconfident. */
export function trainReranker(
  examples: readonly RankingExample[],
  form: Form,
  settings: RerankerSettings,
): RerankerModel {
  const annotated = examples.filter((example) => example.annotated);
  const mine = trainMine(examples, settings.l2);
  const list = { weights: LIST_EVIDENCE.map(() => 0), bias: 0 };
  if (form === 'r0') {
    const weights = HYPOTHESIS_EVIDENCE.map((_, column) => (PAPER_COLUMNS.includes(column) ? 1 : 0));
    return { form, mine, list, hypothesis: { weights, bias: 0 } };
  }
  if (form !== 'list-wise') return { form, mine, list, hypothesis: trainPointwise(annotated, form, settings.l2) };
  return { form, mine, ...trainListwise(annotated, settings) };
}

/** P(the utterance is mine | no hypothesis of the list is right): logistic regression on the list's evidence. */
function trainMine(all: readonly RankingExample[], l2: number): Linear {
  const examples = all.filter((example) => example.right < 0);
  const scale = standardisation(examples, 'list', LIST);
  return fitLinear([{ columns: ALL_LIST_COLUMNS, scale, bias: true }], total(examples), l2, ([weights], [slopes]) => {
    let loss = 0;
    for (const { evidence, mine, weight } of examples) {
      const score = dot(weights!, evidence.list, 0);
      loss += weight * (softplus(score) - (mine ? score : 0));
      addRow(slopes!, evidence.list, 0, weight * (sigmoid(score) - (mine ? 1 : 0)));
    }
    return loss;
  })[0]!;
}

function trainPointwise(examples: readonly RankingExample[], form: 'r1' | 'r2' | 'r3', l2: number): Linear {
  const scale = standardisation(examples, 'hypotheses', HYPOTHESIS);
  return fitLinear([{ columns: PAPER_COLUMNS, scale, bias: true }], total(examples), l2, ([weights], [slopes]) => {
    let loss = 0;
    for (const example of examples) {
      const { evidence, right, cost, weight } = example;
      const scores = rowScores(weights!, evidence.hypotheses);
      const rowSlopes = new Float64Array(scores.length);
      if (form !== 'r2') loss += pointwiseExpectedSemer(scores, cost, costOfNothing(example), weight, rowSlopes);
      if (form !== 'r1') loss += pointwiseCrossEntropy(scores, right, weight, rowSlopes);
      for (const [row, slope] of rowSlopes.entries()) addRow(slopes!, evidence.hypotheses, row * HYPOTHESIS, slope);
    }
    return loss;
  })[0]!;
}

function trainListwise(
  examples: readonly RankingExample[],
  { semerShare, l2 }: RerankerSettings,
): Pick<RerankerModel, 'list' | 'hypothesis'> {
  const blocks = [
    { columns: ALL_LIST_COLUMNS, scale: standardisation(examples, 'list', LIST), bias: true },
    { columns: LISTWISE_COLUMNS, scale: standardisation(examples, 'hypotheses', HYPOTHESIS), bias: false },
  ];
  const [list, hypothesis] = fitLinear(blocks, total(examples), l2, ([listWeights, weights], [listSlopes, slopes]) => {
    let loss = 0;
    for (const example of examples) {
      const { evidence, right, cost, weight } = example;
      const present = dot(listWeights!, evidence.list, 0);
      const scores = rowScores(weights!, evidence.hypotheses);
      const joint = new Float64Array(1 + scores.length);
      loss += listwiseCrossEntropy(present, scores, right, weight * (1 - semerShare), joint);
      loss += expectedSemer(present, scores, cost, costOfNothing(example), weight * semerShare, joint);
      addRow(listSlopes!, evidence.list, 0, joint[0]!);
      for (let row = 0; row < scores.length; row++)
        addRow(slopes!, evidence.hypotheses, row * HYPOTHESIS, joint[1 + row]!);
    }
    return loss;
  });
  return { list: list!, hypothesis: hypothesis! };
}

/** One linear part under training: the columns it may use, and what one unit of each is. */
interface Block {
  readonly columns: readonly number[];
  readonly scale: Float64Array;
  readonly bias: boolean;
}

/** Weights over all columns, the bias last. */
type Part = Float64Array;

/**
 * Minimises a loss over several linear parts. The optimiser sees weights of standardised columns, which condition well;
 * `loss` sees and gets slopes in the evidence's own units.
 */
function fitLinear(
  blocks: readonly Block[],
  count: number,
  l2: number,
  loss: (parts: Part[], slopes: Part[]) => number,
): Linear[] {
  const sizes = blocks.map((block) => block.columns.length + (block.bias ? 1 : 0));
  const toParts = (point: Float64Array): Part[] => {
    let from = 0;
    return blocks.map((block, index) => {
      const part = new Float64Array(block.scale.length + 1);
      for (const [place, column] of block.columns.entries()) part[column] = point[from + place]! / block.scale[column]!;
      if (block.bias) part[part.length - 1] = point[from + block.columns.length]!;
      from += sizes[index]!;
      return part;
    });
  };
  const objective: Objective = (point, gradient) => {
    const slopes = blocks.map((block) => new Float64Array(block.scale.length + 1));
    let value = loss(toParts(point), slopes) / count;
    let at = 0;
    for (const [index, block] of blocks.entries()) {
      for (const column of block.columns) {
        value += (l2 * point[at]! ** 2) / (2 * count);
        gradient[at] = slopes[index]![column]! / block.scale[column]! / count + (l2 * point[at]!) / count;
        at++;
      }
      if (block.bias) gradient[at++] = slopes[index]!.at(-1)! / count;
    }
    return value;
  };
  const start = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  const { point } = minimise(objective, start, OPTIMISER);
  return toParts(point).map((part) => ({ weights: [...part.subarray(0, -1)], bias: part.at(-1)! }));
}

/** `[columns]` standard deviations over all rows of a matrix of the evidence; 1 where a column never changes. */
function standardisation(
  examples: readonly RankingExample[],
  matrix: 'list' | 'hypotheses',
  width: number,
): Float64Array {
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  let rows = 0;
  for (const { evidence } of examples) {
    const values = evidence[matrix];
    for (let index = 0; index < values.length; index++) {
      sums[index % width] = sums[index % width]! + values[index]!;
      squares[index % width] = squares[index % width]! + values[index]! ** 2;
    }
    rows += values.length / width;
  }
  return sums.map((sum, column) => Math.sqrt(Math.max(0, squares[column]! / rows - (sum / rows) ** 2)) || 1);
}

function rowScores(part: Part, hypotheses: Float64Array): Float64Array {
  const scores = new Float64Array(hypotheses.length / HYPOTHESIS);
  for (let row = 0; row < scores.length; row++) scores[row] = dot(part, hypotheses, row * HYPOTHESIS);
  return scores;
}

function dot(part: Part, values: Float64Array, from: number): number {
  let sum = part[part.length - 1]!;
  for (let index = 0; index < part.length - 1; index++) sum += part[index]! * values[from + index]!;
  return sum;
}

function addRow(slopes: Part, values: Float64Array, from: number, slope: number): void {
  for (let index = 0; index < slopes.length - 1; index++)
    slopes[index] = slopes[index]! + slope * values[from + index]!;
  slopes[slopes.length - 1] = slopes[slopes.length - 1]! + slope;
}

function total(examples: readonly RankingExample[]): number {
  return examples.reduce((sum, example) => sum + example.weight, 0);
}
