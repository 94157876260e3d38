import { merge } from '../../gateway/answer/merge.js';
import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { type Decision, plainDecision } from '../../proto/plain-names.js';
import { NluError } from '../../serving/errors.js';
import type { DomainRows } from '../../training/corpus/domain-assignment.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { GatewayClient } from '../access/gateway-client.js';
import type { PredictionRow } from './prediction-rows.js';
import { type RowTruth, rowTruth } from './row-truth.js';

interface PredictedSlot {
  readonly name: string;
  readonly value: string;
}

/** One hypothesis of a prediction. */
export interface PredictedHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly PredictedSlot[];
  /** In [0, 1]: the domain's calibrated confidence; the posterior where the row has a context. */
  readonly confidence: number;
  /** In [0, 1]: after the priors that the decision and the readings are made with. */
  readonly posterior: number;
  /** The recognizer's raw scores, each in [0, 1], where they were asked for. */
  readonly scores?: { readonly domain: number; readonly intent: number; readonly slot: number };
}

/** What the user may have meant: a reading of the gateway's reply, with its hypothesis. */
export interface PredictedReading {
  readonly domain: string;
  readonly title: string;
  /** In [0, 1], as the gateway gives it. */
  readonly probability: number;
  readonly intent: string;
  readonly slots: readonly PredictedSlot[];
}

/** One line of the output. */
export interface Prediction {
  readonly id: string | number;
  /** With raw scores, so that the rows can be trained on: the utterance, and where the row is annotated what is right. */
  readonly text?: string;
  readonly truth?: RowTruth;
  /** Best first by `confidence`, unfiltered. */
  readonly hypotheses: readonly PredictedHypothesis[];
  /** What the gateway would have its caller do; null where it refused the text. */
  readonly decision: Decision | null;
  /** Best first: what is accepted, or what to ask about; empty on REJECT. */
  readonly readings: readonly PredictedReading[];
  /** By domain, the calibrated probability that the utterance is one for it, in [0, 1]. */
  readonly in_domain: Readonly<Record<string, number>>;
}

/** How rows are predicted. */
export interface PredictOptions {
  /** Whether priors take part in decisions, readings and posteriors, as they do for a caller of the gateway. */
  readonly priors: boolean;
  /** Whether hypotheses come with raw scores, and rows with their text and truth. */
  readonly scores: boolean;
  /** The schemas that give a row without a domain one. */
  readonly schemas: readonly DomainRows[];
}

/** The most hypotheses that a gateway gives. */
const EVERY_HYPOTHESIS = 100;
/** Room for the rest of a request beside its text, in bytes. */
const REQUEST_OVERHEAD = 4_096;

/** A request for every domain's hypotheses of a text, without priors. */
export function unfilteredRequest(text: string): InterpretRequest {
  return { utterance: text, maxHypotheses: EVERY_HYPOTHESIS, applyPriors: false, includeScreened: true };
}

/** A row's line of the output, and warnings for the user. */
export interface PredictedRow {
  readonly prediction: Prediction;
  readonly warning?: string;
}

/**
 * Interprets one row. A text that no gateway takes (empty, far too long) gives no hypotheses and a warning, so that no row
 * is lost; whatever else is wrong ends the run; part of an answer would pass for the whole.
 */
export async function predict(
  client: Pick<GatewayClient, 'interpretWhole'>,
  row: PredictionRow,
  file: string,
  options: PredictOptions,
): Promise<PredictedRow> {
  const none = (problem: string): PredictedRow => ({
    prediction: { ...annotated(row, file, options), hypotheses: [], decision: null, readings: [], in_domain: {} },
    warning: `${file}:${row.line}: no hypotheses for row ${JSON.stringify(row.id)}: ${problem}`,
  });
  const bytes = Buffer.byteLength(row.text);
  if (bytes > MAX_MESSAGE_BYTES - REQUEST_OVERHEAD)
    return none(`utterance: is ${bytes} bytes of UTF-8, too long to send`);
  const request = { ...unfilteredRequest(row.text), applyPriors: options.priors };
  if (row.context) Object.assign(request, { context: row.context });
  try {
    return { prediction: toPrediction(row, await client.interpretWhole(request), file, options) };
  } catch (error) {
    if (!(error instanceof NluError)) throw error;
    if (error.code === 'INVALID_ARGUMENT' && error.message.startsWith('utterance:')) return none(error.message);
    throw rowError(file, row.line, error.message, error);
  }
}

/** The fields that a line has of its row. */
function annotated(row: PredictionRow, file: string, { scores, schemas }: PredictOptions) {
  if (!scores) return { id: row.id };
  const truth = rowTruth(row, String(row.id), schemas, file);
  return { id: row.id, text: row.text, ...(truth === undefined ? {} : { truth }) };
}

function toPrediction(
  row: PredictionRow,
  { hypotheses, decision, readings, domains }: InterpretResponse__Output,
  file: string,
  options: PredictOptions,
): Prediction {
  const { context } = row;
  const { scores } = options;
  return {
    ...annotated(row, file, options),
    hypotheses: (context ? hypotheses : byConfidence(hypotheses)).map((hypothesis) => ({
      domain: hypothesis.domain,
      ...meaningOf(hypothesis),
      confidence: context ? hypothesis.posterior : hypothesis.confidence,
      posterior: hypothesis.posterior,
      ...(scores && hypothesis.scores && { scores: scoresOf(hypothesis.scores) }),
    })),
    decision: plainDecision(decision),
    readings: readings.map(({ domain, title, probability, hypothesis }) => ({
      domain,
      title,
      probability,
      ...meaningOf(hypothesis ?? { intent: '', slots: [] }),
    })),
    in_domain: Object.fromEntries(domains.map(({ domain, inDomain }) => [domain, inDomain])),
  };
}

function meaningOf({ intent, slots }: Pick<Hypothesis__Output, 'intent' | 'slots'>) {
  return { intent, slots: slots.map(({ name, value }) => ({ name, value })) };
}

/** A recognizer gives all three. */
function scoresOf({ domain = 0, intent = 0, slot = 0 }: NonNullable<Hypothesis__Output['scores']>) {
  return { domain, intent, slot };
}

/** In the order that the gateway gives them where it applies no prior, by its own rule. */
function byConfidence(hypotheses: readonly Hypothesis__Output[]): Hypothesis__Output[] {
  const unshifted = hypotheses.map((hypothesis) => {
    return { domain: hypothesis.domain, hypothesis, posterior: hypothesis.confidence };
  });
  const all = { maxHypotheses: EVERY_HYPOTHESIS, minConfidence: 0 };
  return merge(unshifted, all).map(({ hypothesis }) => hypothesis);
}
