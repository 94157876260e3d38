import * as ort from 'onnxruntime-node';
import type { Activations } from './decode.js';
import type { Encoded } from './encode.js';

/** The most feature ids, of tokens and filled up, that go through the graph at once: a run's memory and how long it holds the thread. */
const MOST_IDS = 16_384;

/**
 * Runs the recognizer's graph on utterances, as few times as MOST_IDS lets; one that is longer alone has a run of its own.
 * Filled up or not, an utterance's sums are the same to the bit.
 * @returns `[B]` in the utterances' order
 */
export async function runGraph(session: ort.InferenceSession, utterances: readonly Encoded[]): Promise<Activations[]> {
  const activations: Activations[] = [];
  for (const some of batches(utterances)) activations.push(...(await runBatch(session, some)));
  return activations;
}

/** Consecutive utterances of MOST_IDS at most, once each token's row is as wide as the widest. */
export function batches(utterances: readonly Encoded[], most = MOST_IDS): Encoded[][] {
  const all: Encoded[][] = [];
  let rows = 0;
  let width = 0;
  for (const utterance of utterances) {
    const wider = Math.max(width, utterance.width);
    const more = rows + tokenRows(utterance);
    const last = all.at(-1);
    if (last && more * wider <= most) {
      last.push(utterance);
      [rows, width] = [more, wider];
    } else {
      all.push([utterance]);
      [rows, width] = [tokenRows(utterance), utterance.width];
    }
  }
  return all;
}

/** One run: utterances' ids `[B, N]`, and below one another their tokens' `[T, F]`. */
async function runBatch(session: ort.InferenceSession, batch: readonly Encoded[]): Promise<Activations[]> {
  const [first] = batch;
  const longest = batch.reduce((most, { utterance }) => Math.max(most, utterance.length), 0);
  const width = batch.reduce((most, encoded) => Math.max(most, encoded.width), 0);
  const rows = batch.reduce((sum, encoded) => sum + tokenRows(encoded), 0);
  const alone = batch.length === 1;
  const utterance = alone ? first!.utterance : new Int32Array(batch.length * longest);
  const token = alone ? first!.token : new Int32Array(rows * width);
  if (!alone) fill(batch, { utterance, longest, token, width });
  const { logits, emissions } = await session.run({
    utterance_features: new ort.Tensor('int32', utterance, [batch.length, longest]),
    token_features: new ort.Tensor('int32', token, [rows, width]),
  });
  return split(batch, logits!.data as Float32Array, emissions!.data as Float32Array);
}

/** What a run reads; ids that are not written are UNKNOWN. */
interface Ids {
  readonly utterance: Int32Array;
  readonly longest: number;
  readonly token: Int32Array;
  readonly width: number;
}

function fill(batch: readonly Encoded[], { utterance, longest, token, width }: Ids): void {
  let row = 0;
  for (const [index, encoded] of batch.entries()) {
    utterance.set(encoded.utterance, index * longest);
    for (let from = 0; from < encoded.token.length; from += encoded.width, row++) {
      for (let place = 0; place < encoded.width; place++) token[row * width + place] = encoded.token[from + place]!;
    }
  }
}

/** `logits` `[B, 1 + I]` and `emissions` `[T, L]`, an utterance each. */
function split(batch: readonly Encoded[], logits: Float32Array, emissions: Float32Array): Activations[] {
  const rows = batch.reduce((sum, encoded) => sum + tokenRows(encoded), 0);
  const [intents, labels] = [logits.length / batch.length, emissions.length / rows];
  let row = 0;
  return batch.map((encoded, index) => {
    const start = row * labels;
    row += tokenRows(encoded);
    return {
      logits: logits.subarray(index * intents, (index + 1) * intents),
      emissions: emissions.subarray(start, row * labels),
    };
  });
}

/** One a token, and one where there is none. */
function tokenRows({ token, width }: Encoded): number {
  return token.length / width;
}
