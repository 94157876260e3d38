import type { Contribution, Slot } from '../../../serving/hypothesis.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import type { Evidence } from '../reranker/evidence.js';
import { bounded, explain, scoreList } from '../reranker/head.js';
import type { Linear } from '../reranker/model.js';
import { RERANKER_GRAPH } from '../reranker/parts.js';
import type { Confidences, EvidenceScorer, Ranking } from '../reranker/reranker.js';
import { RerankerSession } from '../reranker/session.js';
import { type Calibration, mappedLogit } from './calibration.js';
import { type NamedScores, ownColumns, ownEvidence, scoreOfColumn } from './evidence.js';
import { type OwnManifest, type OwnModel, ownModel } from './model.js';
import { type ScoreWarning, scoreWarnings } from './warnings.js';

/** A hypothesis of a caller's own NLU. */
export interface OwnHypothesis {
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: NamedScores;
}

/** The calibrated probabilities of one list, and what is wrong with its scores. */
export interface OwnRanking extends Ranking {
  readonly warnings: readonly ScoreWarning[];
}

/**
 * Turns the named scores of a caller's own NLU into calibrated probabilities. Weighted evidence is computed by an ONNX
 * graph where one is given, as a service does, else by the reference computation, as training does; a calibration is
 * the same few operations in both. Safe for concurrent calls.
 */
export class OwnRanker {
  readonly model: OwnModel;
  readonly #scorer: EvidenceScorer;
  readonly #names: { readonly list: readonly string[]; readonly hypothesis: readonly string[] };

  constructor(model: OwnModel, scorer: EvidenceScorer = referenceScorer(model)) {
    this.model = model;
    this.#scorer = scorer;
    const { list, hypothesis } = ownColumns(model.scores);
    this.#names = { list: list.map(scoreOfColumn), hypothesis: hypothesis.map(scoreOfColumn) };
  }

  /** Ranks one list, in its own order; an empty one has no confidences, and P(in domain) 0. */
  async rank(hypotheses: readonly Pick<OwnHypothesis, 'scores'>[]): Promise<OwnRanking> {
    const { model } = this;
    if (hypotheses.length === 0) return { confidences: [], inDomain: 0, explain: () => [], warnings: [] };
    const named = hypotheses.map(({ scores }) => scores);
    const evidence = ownEvidence(model.scores, model.form, named);
    const { confidences, inDomain } = await this.#scorer.score(evidence);
    return {
      confidences,
      inDomain,
      explain: (index) =>
        'calibration' in model
          ? explainCalibrated(model, evidence, index)
          : explain(model.head, evidence, index, this.#names),
      warnings: scoreWarnings(model.scores, named),
    };
  }
}

/** An own-scores model that is loaded from a bundle, and how its session is released. */
export interface LoadedOwnRanker {
  readonly ranker: OwnRanker;
  release(): Promise<void>;
}

/**
 * Loads the model of a bundle without recognizer, with the session of its graph; a calibration has none.
 * @throws NluError FAILED_PRECONDITION where a weight or the graph is missing, or the graph is of other widths
 */
export async function loadOwnRanker(
  manifest: OwnManifest,
  parts: ReadonlyMap<string, Uint8Array>,
): Promise<LoadedOwnRanker> {
  return makeOwnRanker(manifest, parts.get(RERANKER_GRAPH));
}

/** Makes the session of a graph that was read from a bundle. @throws NluError as loadOwnRanker does */
export async function makeOwnRanker(manifest: OwnManifest, graph: Uint8Array | undefined): Promise<LoadedOwnRanker> {
  const model = ownModel(manifest);
  if ('calibration' in model) return { ranker: new OwnRanker(model), release: async () => {} };
  const { list, hypothesis } = ownColumns(model.scores);
  const widths = { list: list.length, hypothesis: hypothesis.length };
  const session = await RerankerSession.create(graph ?? new Uint8Array(), widths);
  return { ranker: new OwnRanker(model, session), release: () => session.release() };
}

function referenceScorer(model: OwnModel): EvidenceScorer {
  return {
    score(evidence): Confidences {
      const { logits, inDomain } =
        'calibration' in model ? scoreCalibrated(model, evidence) : scoreList(model.head, evidence);
      return { confidences: logits.map(sigmoid), inDomain };
    },
  };
}

type Calibrated = Extract<OwnModel, { calibration: Calibration }>;

/** As for the paper's forms: P(in domain) = c + (1 - c) sigmoid(inDomain), c the largest confidence. */
function scoreCalibrated(model: Calibrated, evidence: Evidence) {
  const count = evidence.hypotheses.length / ownColumns(model.scores).hypothesis.length;
  const logits = Float64Array.from({ length: count }, (_, index) =>
    bounded(total(calibratedParts(model, evidence, index))),
  );
  const some = sigmoid(logits.reduce((most, each) => Math.max(most, each), -Infinity));
  return { logits, inDomain: some + (1 - some) * sigmoid(apply(model.inDomain, evidence.list)) };
}

function explainCalibrated(model: Calibrated, evidence: Evidence, index: number): Contribution[] {
  const parts = calibratedParts(model, evidence, index);
  const sum = total(parts);
  return [...parts, { name: 'bound', value: bounded(sum) - sum }].filter(({ value }) => value !== 0);
}

/** The logit's parts: the calibrated score, and what a hypothesis loses that stands below another one. */
function calibratedParts({ scores, calibration }: Calibrated, { hypotheses }: Evidence, index: number): Contribution[] {
  const { weights, offset, map, below, missing } = calibration;
  const columns = ownColumns(scores).hypothesis;
  const row = hypotheses.subarray(index * columns.length, (index + 1) * columns.length);
  // `list.rank`, the last column, is 0 for the first hypothesis and those equal to it.
  const isBelow = row[columns.length - 1] > 0;
  const parts = scores.map(({ name }, place) => weights[place] * row[columns.indexOf(name)]);
  const isMissing = scores.every(({ name }) => row[columns.indexOf(`${name}.missing`)] === 1);
  const rank = { name: 'list.rank', value: isBelow ? below : 0 };
  if (isMissing) return [{ name: 'calibration', value: missing }];
  const score = parts.reduce((sum, value) => sum + value, offset);
  if (map.form === 'temperature' || map.form === 'platt') {
    const weighed = scores.map(({ name }, place) => ({ name, value: map.slope * parts[place] }));
    const bias = map.slope * offset + (map.form === 'platt' ? map.bias : 0);
    return [...weighed, { name: 'bias', value: bias }, rank];
  }
  return [{ name: 'calibration', value: mappedLogit(map, score) }, rank];
}

function total(parts: readonly Contribution[]): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

function apply({ weights, bias }: Linear, values: Float64Array): number {
  return weights.reduce((sum, weight, index) => sum + weight * values[index], bias);
}
