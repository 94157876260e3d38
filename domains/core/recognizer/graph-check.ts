import * as ort from 'onnxruntime-node';
import { checkShape, wrong } from '../graph-shape.js';
import { labelCount } from './labels.js';
import { RECOGNIZER_GRAPH } from './parts.js';
import type { RecognizerModel } from './recognizer.js';

/**
 * Throws unless a recognizer's graph is as wide as its chains need, and has weights for every feature of its vocabularies.
 * The tables are inside the graph, where only a run reaches them: one with the last feature of each vocabulary.
 */
export async function checkRecognizerGraph(
  session: ort.InferenceSession,
  { chains, vocabularies }: RecognizerModel,
): Promise<void> {
  const labels = chains.reduce((sum, { slots }) => sum + labelCount(slots), 0);
  checkShape(RECOGNIZER_GRAPH, session, {
    utterance_features: ['B', 'N'],
    token_features: ['T', 'F'],
    logits: ['B', 1 + chains.length],
    emissions: ['T', labels],
  });
  const { utterance, token } = vocabularies;
  const last = { utterance_features: utterance.size, token_features: token.size };
  for (const [name, size] of Object.entries(last)) {
    const ids = (input: keyof typeof last) => Int32Array.of(input === name ? size : 0);
    await session
      .run({
        utterance_features: new ort.Tensor('int32', ids('utterance_features'), [1, 1]),
        token_features: new ort.Tensor('int32', ids('token_features'), [1, 1]),
      })
      .catch(() => {
        throw wrong(RECOGNIZER_GRAPH, name, `the vocabulary has ${size} features, and the graph has not so many rows`);
      });
  }
}
