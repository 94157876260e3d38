import * as ort from 'onnxruntime-node';
import type { FeatureIds } from './encode.js';
import type { SumGraph } from './parts.js';

/**
 * The most feature ids, filled up, that go through a graph at once: a run's memory and how long it holds the thread.
 */
const MOST_IDS = 16_384;

/**
 * Runs one of the recognizer's graphs on utterances, as few times as MOST_IDS lets; one that is longer alone has a run
 * of its own. Filled up or not, an utterance's sums are the same to the bit.
 * @returns `[R, C]` row-major for each, in the utterances' order
 */
export async function runGraph(
  session: ort.InferenceSession,
  graph: SumGraph,
  utterances: readonly FeatureIds[],
): Promise<Float32Array[]> {
  const sums: Float32Array[] = [];
  for (const some of batches(utterances)) sums.push(...(await runBatch(session, graph, some)));
  return sums;
}

/** Consecutive utterances of MOST_IDS at most, once each row is as wide as the widest. */
export function batches(utterances: readonly FeatureIds[], most = MOST_IDS): FeatureIds[][] {
  const all: FeatureIds[][] = [];
  let rows = 0;
  let width = 0;
  for (const utterance of utterances) {
    const wider = Math.max(width, utterance.width);
    const more = rows + rowsOf(utterance);
    const last = all.at(-1);
    if (last && more * wider <= most) {
      last.push(utterance);
      [rows, width] = [more, wider];
    } else {
      all.push([utterance]);
      [rows, width] = [rowsOf(utterance), utterance.width];
    }
  }
  return all;
}

/** One run: the rows of all utterances below one another. */
async function runBatch(
  session: ort.InferenceSession,
  { input, output }: SumGraph,
  batch: readonly FeatureIds[],
): Promise<Float32Array[]> {
  const width = batch.reduce((most, utterance) => Math.max(most, utterance.width), 0);
  const rows = batch.reduce((sum, utterance) => sum + rowsOf(utterance), 0);
  const ids = batch.length === 1 ? batch[0].ids : filledUp(batch, rows, width);
  const outputs = await session.run({ [input]: new ort.Tensor('int32', ids, [rows, width]) });
  const sums = outputs[output].data as Float32Array;
  const columns = sums.length / rows;
  let row = 0;
  return batch.map((utterance) => {
    const start = row * columns;
    row += rowsOf(utterance);
    return sums.subarray(start, row * columns);
  });
}

/** `[rows, width]`; ids that are not written are UNKNOWN. */
function filledUp(batch: readonly FeatureIds[], rows: number, width: number): Int32Array {
  const filled = new Int32Array(rows * width);
  let row = 0;
  for (const utterance of batch) {
    for (let from = 0; from < utterance.ids.length; from += utterance.width, row++) {
      for (let place = 0; place < utterance.width; place++) filled[row * width + place] = utterance.ids[from + place];
    }
  }
  return filled;
}

function rowsOf({ ids, width }: FeatureIds): number {
  return ids.length / width;
}
