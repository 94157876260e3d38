import * as ort from 'onnxruntime-node';
import { checkShape, wrong } from '../onnx/graph-shape.js';
import { createSession } from '../onnx/onnx-session.js';
import { sharedRuns } from '../onnx/shared-runs.js';
import type { FeatureIds } from './encode.js';
import { runGraph } from './graph-run.js';
import { labelCount } from './labels.js';
import { intentsOf, type RecognizerModel } from './model.js';
import { CLASSIFIER, type SumGraph, TAGGER } from './parts.js';
import type { FeatureScorer } from './recognizer.js';

/** A recognizer's graphs, as ONNX. */
export interface RecognizerGraphs {
  readonly classifier: Uint8Array;
  readonly tagger: Uint8Array;
}

/**
 * A recognizer's weights in two ONNX graphs: the classifiers in one, the slot taggers in the other. Utterances that are
 * classified, or tagged, within a turn of the event loop share a run. Safe for concurrent calls. `release` rejects the
 * runs that are queued, so call it when none is.
 */
export class RecognizerSessions implements FeatureScorer {
  readonly classify: (utterance: FeatureIds) => Promise<Float32Array>;
  readonly tag: (tokens: FeatureIds) => Promise<Float32Array>;
  readonly #sessions: readonly ort.InferenceSession[];

  private constructor(classifier: ort.InferenceSession, tagger: ort.InferenceSession) {
    this.#sessions = [classifier, tagger];
    this.classify = sharedRuns((utterances) => runGraph(classifier, CLASSIFIER, utterances));
    this.tag = sharedRuns((utterances) => runGraph(tagger, TAGGER, utterances));
  }

  /** @throws NluError FAILED_PRECONDITION when a graph is not of the model's widths */
  static async create(model: RecognizerModel, graphs: RecognizerGraphs): Promise<RecognizerSessions> {
    const classifier = await createSession(graphs.classifier, (made) => checkClassifier(made, model));
    try {
      return new RecognizerSessions(classifier, await createSession(graphs.tagger, (made) => checkTagger(made, model)));
    } catch (error) {
      await classifier.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    for (const session of this.#sessions) await session.release();
  }
}

/** The classifiers' graph has a column for the domain and one for each intent. */
function checkClassifier(session: ort.InferenceSession, { chains, vocabularies }: RecognizerModel): Promise<void> {
  return checkGraph(session, CLASSIFIER, 1 + intentsOf(chains).length, vocabularies.utterance.size);
}

/** The taggers' graph has a column for each label of each chain. */
function checkTagger(session: ort.InferenceSession, { chains, vocabularies }: RecognizerModel): Promise<void> {
  const labels = chains.reduce((sum, { slots }) => sum + labelCount(slots), 0);
  return checkGraph(session, TAGGER, labels, vocabularies.token.size);
}

/**
 * Checks that a graph has so many columns, and weights for every feature of its vocabulary. Its table lies inside the
 * graph, where only a run reaches it: one with the last feature of the vocabulary.
 */
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
