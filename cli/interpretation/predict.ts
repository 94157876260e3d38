import { MAX_MESSAGE_BYTES } from '../../proto/client/unary-call.js';
import type { InterpretRequest } from '../../proto/gen/nlu/v1/InterpretRequest.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { NluError } from '../../serving/errors.js';
import { rowError } from '../../training/corpus/row-error.js';
import type { GatewayClient } from '../access/gateway-client.js';
import type { PredictionRow } from './prediction-rows.js';

/** One line of the output. */
export interface Prediction {
  readonly id: string | number;
  /** Best first, unfiltered; confidence in [0, 1], after the prior where the row has a context. */
  readonly hypotheses: readonly {
    readonly domain: string;
    readonly intent: string;
    readonly slots: readonly { readonly name: string; readonly value: string }[];
    readonly confidence: number;
  }[];
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
): Promise<PredictedRow> {
  const none = (problem: string): PredictedRow => ({
    prediction: { id: row.id, hypotheses: [] },
    warning: `${file}:${row.line}: no hypotheses for row ${JSON.stringify(row.id)}: ${problem}`,
  });
  const bytes = Buffer.byteLength(row.text);
  if (bytes > MAX_MESSAGE_BYTES - REQUEST_OVERHEAD)
    return none(`utterance: is ${bytes} bytes of UTF-8, too long to send`);
  const request = unfilteredRequest(row.text);
  if (row.context) Object.assign(request, { context: row.context, applyPriors: true });
  try {
    return { prediction: toPrediction(row.id, await client.interpretWhole(request)) };
  } catch (error) {
    if (!(error instanceof NluError)) throw error;
    if (error.code === 'INVALID_ARGUMENT' && error.message.startsWith('utterance:')) return none(error.message);
    throw rowError(file, row.line, error.message, error);
  }
}

function toPrediction(id: string | number, { hypotheses }: InterpretResponse__Output): Prediction {
  return {
    id,
    hypotheses: hypotheses.map(({ domain, intent, slots, posterior }) => ({
      domain,
      intent,
      slots: slots.map(({ name, value }) => ({ name, value })),
      confidence: posterior,
    })),
  };
}
