import * as ort from 'onnxruntime-node';
import type { Evidence } from './evidence.js';
import type { Confidences } from './reranker.js';

/** How many columns of evidence a graph reads. */
export interface EvidenceWidths {
  readonly list: number;
  readonly hypothesis: number;
}

/**
 * Lists are filled up to a multiple of this, so that one's confidences are the same bits whichever lists share its run.
 */
const LENGTH_STEP = 16;

/**
 * Runs the re-ranker's graph on lists that are not empty, those of one length once filled up together.
 * @returns `[B]` in the lists' order
 */
export async function runGraph(
  session: ort.InferenceSession,
  widths: EvidenceWidths,
  lists: readonly Evidence[],
): Promise<Confidences[]> {
  const confidences: Confidences[] = [];
  const lengths = lists.map((list) => filledLength(list, widths));
  for (const length of new Set(lengths)) {
    const places = [...lists.keys()].filter((place) => lengths[place] === length);
    const batch = places.map((place) => lists[place]);
    for (const [index, found] of (await runBatch(session, widths, batch, length)).entries())
      confidences[places[index]] = found;
  }
  return confidences;
}

/**
 * One run of B lists: `[B, list columns]`, `[B, n, hypothesis columns]`, and `[B, n]` -Infinity for places that only
 * fill a list up.
 */
async function runBatch(
  session: ort.InferenceSession,
  { list: listWidth, hypothesis: width }: EvidenceWidths,
  batch: readonly Evidence[],
  length: number,
): Promise<Confidences[]> {
  const list = new Float64Array(batch.length * listWidth);
  const hypotheses = new Float64Array(batch.length * length * width);
  const presence = new Float64Array(batch.length * length).fill(-Infinity);
  for (const [index, evidence] of batch.entries()) {
    list.set(evidence.list, index * listWidth);
    hypotheses.set(evidence.hypotheses, index * length * width);
    presence.fill(0, index * length, index * length + evidence.hypotheses.length / width);
  }
  const outputs = await session.run({
    list: new ort.Tensor('float64', list, [batch.length, listWidth]),
    hypotheses: new ort.Tensor('float64', hypotheses, [batch.length, length, width]),
    presence: new ort.Tensor('float64', presence, [batch.length, length]),
  });
  const confidence = outputs.confidence.data as Float64Array;
  const inDomain = outputs.in_domain.data as Float64Array;
  return batch.map((evidence, index) => ({
    confidences: confidence.subarray(index * length, index * length + evidence.hypotheses.length / width),
    inDomain: inDomain[index],
  }));
}

function filledLength({ hypotheses }: Evidence, { hypothesis }: EvidenceWidths): number {
  return LENGTH_STEP * Math.ceil(hypotheses.length / hypothesis / LENGTH_STEP);
}
