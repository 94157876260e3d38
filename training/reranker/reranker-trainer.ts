import type { RerankerForm } from '../../bundles/format/manifest.js';
import { HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from '../../domains/core/reranker/evidence.js';
import type { Linear, RerankerModel, Screen } from '../../domains/core/reranker/model.js';
import { NO_SLOT_WEIGHTS, type SlotWeights } from '../../domains/core/reranker/slot-weights.js';
import { sigmoid } from '../../serving/numeric/log-odds.js';
import { type Design, design, fitLinear } from './linear-fit.js';
import { listBuffers } from './list-buffers.js';
import { listwiseCrossEntropy, pointwiseCrossEntropy, softmax, softplus } from './losses/cross-entropy.js';
import { expectedSemer, pointwiseExpectedSemer } from './losses/expected-semer.js';
import { costOfNothing } from './losses/ranking-example.js';
import { listsWhere, type RankingTable, selectLists } from './ranking-table.js';

export interface RerankerSettings {
  /** Share of expected SemER in the list-wise form's loss; the rest is cross-entropy. In [0, 1]. */
  readonly semerShare: number;
  /** L2 penalty on the weights of standardised evidence, over the whole corpus. */
  readonly l2: number;
  /**
   * The weight of a generated row against one from a person, in (0, 1]. Generated rows teach what corpora do not
   * have, but not as often as people say it, which nobody has counted: at full weight they would bend the calibration.
   */
  readonly generatedWeight: number;
  /**
   * P(in domain) by the domain score alone below which the list-wise form ends an utterance; in [0, 1), 0: it ends
   * none.
   */
  readonly screenBelow: number;
}

export const RERANKER_DEFAULTS: RerankerSettings = {
  semerShare: 0.1,
  l2: 1,
  generatedWeight: 0.35,
  screenBelow: 0.002,
};

/** The paper's forms read the domain, intent and slot scores only. */
const PAPER_COLUMNS = [0, 1, 2];
const SLOT_WEIGHTS = HYPOTHESIS_EVIDENCE.indexOf('slotWeights');
/**
 * The list-wise form leaves the domain's score to the list: within a list it is a constant. What slots weigh it learns
 * slot by slot.
 */
const LISTWISE_COLUMNS = HYPOTHESIS_EVIDENCE.map((_, column) => column).slice(1, SLOT_WEIGHTS);

/** Which columns of the hypotheses' evidence the forms read. */
export interface TrainedColumns {
  /** Those that the paper's forms read; each has weight 1 in R0. */
  readonly paper: readonly number[];
  /** Those that the list-wise form reads. */
  readonly listWise: readonly number[];
  /** The column that holds the sum of what slots weigh; absent: they weigh nothing. */
  readonly slotWeights?: number;
}

const RECOGNIZER_COLUMNS: TrainedColumns = {
  paper: PAPER_COLUMNS,
  listWise: LISTWISE_COLUMNS,
  slotWeights: SLOT_WEIGHTS,
};

/**
 * Trains a re-ranker of the given form on out-of-fold lists, less those of weight 0; lists of utterances that the
 * recognizer had seen would make it overconfident.
 */
export function trainReranker(
  table: RankingTable,
  form: RerankerForm,
  settings: RerankerSettings,
  columns: TrainedColumns = RECOGNIZER_COLUMNS,
): RerankerModel {
  const { weight, annotated, widths } = table;
  const inDomain = trainInDomain(table, settings.l2);
  const list = { weights: Array.from({ length: widths.list }, () => 0), bias: 0 };
  if (form === 'r0') {
    const weights = Array.from({ length: widths.hypothesis }, (_, column) => (columns.paper.includes(column) ? 1 : 0));
    return { form, inDomain, list, hypothesis: { weights, bias: 0 }, slots: NO_SLOT_WEIGHTS };
  }
  const known = select(table, (index) => weight[index] > 0 && annotated[index] === 1);
  if (form !== 'list-wise') {
    const hypothesis = trainPointwise(known, form, settings.l2, columns.paper);
    return { form, inDomain, list, hypothesis, slots: NO_SLOT_WEIGHTS };
  }
  const { screenBelow: below } = settings;
  const listwise = { form, inDomain, ...trainListwise(known, settings, columns) };
  if (below === 0) return listwise;
  return {
    ...listwise,
    screen: trainScreen(
      select(table, (index) => weight[index] > 0),
      below,
    ),
  };
}

/**
 * P(in domain | no hypothesis of the list is right): logistic regression on the list's evidence, less lists of weight 0.
 */
export function trainInDomain(table: RankingTable, l2: number): Linear {
  const wrong = select(table, (index) => table.weight[index] > 0 && table.right[index] < 0);
  return fitInDomain(wrong, listDesign(wrong), l2);
}

/** P(in domain | the domain score): Platt scaling of the classifier's logit on utterances that it had not seen. */
function trainScreen(table: RankingTable, below: number): Screen {
  const { weights, bias } = fitInDomain(table, design(domainLogits(table), 1, [0], true), 0);
  return { weight: weights[0], bias, below };
}

/** `[N]` log P(domain) - log(1 - P(domain)). */
function domainLogits({ list, right }: RankingTable): Float64Array {
  const [yes, no] = [LIST_EVIDENCE.indexOf('domain'), LIST_EVIDENCE.indexOf('notDomain')];
  return Float64Array.from(right, (_, index) => {
    const row = index * LIST_EVIDENCE.length;
    return list[row + yes] + list[row + no];
  });
}

function fitInDomain(table: RankingTable, rows: Design, l2: number): Linear {
  const { isInDomain, weight } = table;
  return fitLinear([rows], total(table), l2, ([scores], [gradients]) => {
    let loss = 0;
    for (let index = 0; index < isInDomain.length; index++) {
      const score = scores[index];
      loss += weight[index] * (softplus(score) - (isInDomain[index] ? score : 0));
      gradients[index] = weight[index] * (sigmoid(score) - isInDomain[index]);
    }
    return loss;
  })[0];
}

function trainPointwise(table: RankingTable, form: 'r1' | 'r2' | 'r3', l2: number, columns: readonly number[]): Linear {
  const buffersOf = listBuffers(table);
  return fitLinear([hypothesisDesign(table, columns, true)], total(table), l2, ([scores], [gradients]) => {
    let loss = 0;
    for (let index = 0; index < table.right.length; index++) {
      const { scores: own, gradient, cost } = buffersOf(index, scores);
      const { right, weight, nothing } = answer(table, index);
      if (form !== 'r2') loss += pointwiseExpectedSemer(own, cost, nothing, weight, gradient);
      if (form !== 'r1') loss += pointwiseCrossEntropy(own, right, weight, gradient);
      gradients.set(gradient, table.starts[index]);
    }
    return loss;
  })[0];
}

/**
 * Cross-entropy over all lists, and expected SemER over those of the domain's own utterances, as SemER itself is
 * defined. So only these have hypotheses to tell apart.
 */
function trainListwise(
  table: RankingTable,
  { semerShare, l2 }: RerankerSettings,
  columns: TrainedColumns,
): Pick<RerankerModel, 'list' | 'hypothesis' | 'slots'> {
  const own = select(table, (index) => table.isInDomain[index] === 1);
  const buffersOf = listBuffers(own);
  const designs = [listDesign(table), ownDesign(own, columns)];
  const nothing = costOfNothing({ isInDomain: true });
  const [list, joined] = fitLinear(designs, total(table), l2, ([present, scores], [presentGradients, gradients]) => {
    let loss = 0;
    for (let index = 0, place = 0; index < table.right.length; index++) {
      const u = present[index];
      const weight = table.weight[index];
      const certain = weight * (1 - semerShare);
      if (table.isInDomain[index] === 0) {
        loss += certain * softplus(u);
        presentGradients[index] = certain * sigmoid(u);
        continue;
      }
      const { scores: v, jointGradient, cost, shares } = buffersOf(place, scores);
      softmax(v, shares);
      loss += listwiseCrossEntropy(u, v, table.right[index], certain, jointGradient, shares);
      loss += expectedSemer(u, v, cost, nothing, weight * semerShare, jointGradient, shares);
      presentGradients[index] = jointGradient[0];
      const start = own.starts[place++];
      for (let row = 0; row < v.length; row++) gradients[start + row] = jointGradient[1 + row];
    }
    return loss;
  });
  return { list: list, ...parted(joined, own, columns) };
}

/** The hypotheses' evidence, and behind it what slots each has and with how many words. */
function ownDesign({ hypotheses, slots, uses, widths }: RankingTable, { listWise }: TrainedColumns): Design {
  const evidence = widths.hypothesis;
  const further = 2 * uses.length;
  const width = evidence + further;
  const rows = hypotheses.length / evidence;
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    values.set(hypotheses.subarray(row * evidence, (row + 1) * evidence), row * width);
    values.set(slots.subarray(row * further, (row + 1) * further), row * width + evidence);
  }
  const columns = [...listWise, ...Array.from({ length: further }, (_, column) => evidence + column)];
  return design(values, width, columns, false);
}

/** The weights of the evidence, `slotWeights` taken as it is, and those of the slots by their names. */
function parted(
  { weights, bias }: Linear,
  { uses, widths }: RankingTable,
  { slotWeights }: TrainedColumns,
): Pick<RerankerModel, 'hypothesis' | 'slots'> {
  const evidence = weights.slice(0, widths.hypothesis);
  if (slotWeights !== undefined) evidence[slotWeights] = 1;
  const [presence, word] = [0, uses.length].map((from) => weights.slice(widths.hypothesis + from));
  const slots: SlotWeights = new Map(uses.map((use, place) => [use, { presence: presence[place], word: word[place] }]));
  return { hypothesis: { weights: evidence, bias }, slots };
}

function answer({ right, weight, isInDomain }: RankingTable, index: number) {
  return {
    right: right[index],
    weight: weight[index],
    nothing: costOfNothing({ isInDomain: isInDomain[index] === 1 }),
  };
}

function listDesign({ list, widths }: RankingTable): Design {
  const columns = Array.from({ length: widths.list }, (_, column) => column);
  return design(list, widths.list, columns, true);
}

function hypothesisDesign({ hypotheses, widths }: RankingTable, columns: readonly number[], bias: boolean): Design {
  return design(hypotheses, widths.hypothesis, columns, bias);
}

function select(table: RankingTable, named: (index: number) => boolean): RankingTable {
  return selectLists(table, listsWhere(table, named));
}

function total({ weight }: RankingTable): number {
  return weight.reduce((sum, each) => sum + each, 0);
}
