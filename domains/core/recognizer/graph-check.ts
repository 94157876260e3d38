import * as ort from 'onnxruntime-node';
import { checkShape, wrong } from '../onnx/graph-shape.js';
import { labelCount } from './labels.js';
import { CLASSIFIER, type SumGraph, TAGGER } from './parts.js';
import type { RecognizerModel } from './recognizer.js';

/** Throws unless a classifier's graph is as wide as its chains need, and has weights for every feature of its vocabulary. */
export function checkClassifier(
  session: ort.InferenceSession,
  { chains, vocabularies }: RecognizerModel,
): Promise<void> {
  return checkGraph(session, CLASSIFIER, 1 + chains.length, vocabularies.utterance.size);
}

/** The same for a tagger's graph. */
export function checkTagger(session: ort.InferenceSession, { chains, vocabularies }: RecognizerModel): Promise<void> {
  const labels = chains.reduce((sum, { slots }) => sum + labelCount(slots), 0);
  return checkGraph(session, TAGGER, labels, vocabularies.token.size);
}

/** The table is inside the graph, where only a run reaches it: one with the last feature of the vocabulary. */
async function checkGraph(
  session: ort.InferenceSession,
  { part, input, output }: SumGraph,
  columns: number,
  features: number,
): Promise<void> {
  checkShape(part, session, { [input]: ['R', 'F'], [output]: ['R', columns] });
  await session.run({ [input]: new ort.Tensor('int32', Int32Array.of(features), [1, 1]) }).catch(() => {
    throw wrong(part, input, `the vocabulary has ${features} features, and the graph has not so many rows`);
  });
}
