import type * as ort from 'onnxruntime-node';
import { createSession } from '../onnx/onnx-session.js';
import { sharedRuns } from '../onnx/shared-runs.js';
import type { Token } from '../text/tokenize.js';
import { type Candidate, type Chain, decode } from './decode.js';
import { type FeatureIds, tokenIds, tokensOf, utteranceIds, type Vocabularies } from './encode.js';
import { checkClassifier, checkTagger } from './graph-check.js';
import { runGraph } from './graph-run.js';
import type { ValueRange } from './labels.js';
import { CLASSIFIER, TAGGER } from './parts.js';

/** Everything of a trained recognizer but its weights, which are in the graphs. */
export interface RecognizerModel {
  readonly vocabularies: Vocabularies;
  readonly chains: readonly Chain[];
}

/** A recognizer's graphs, as ONNX. */
export interface RecognizerGraphs {
  readonly classifier: Uint8Array;
  readonly tagger: Uint8Array;
}

/** What the classifiers say of one utterance; its slots are not yet looked for. */
export interface Heard {
  readonly tokens: readonly Token[];
  /** The tokens' texts. */
  readonly words: readonly string[];
  /** P(domain | x) by the domain classifier, in [0, 1]. */
  readonly domain: number;
  /**
   * The n best interpretations, best first; an utterance without words has each intent once, without slots.
   * @param range what may be a value in its words, whatever the recognizer makes of them
   */
  nBest(n: number, range?: ValueRange): Promise<readonly Candidate[]>;
}

type Run = (utterance: FeatureIds) => Promise<Float32Array>;

/**
 * A domain's own NLU: domain and intent classifiers in one graph, and one slot tagger an intent in another. Utterances that are
 * heard, or tagged, within a turn of the event loop share a run.
 * Safe for concurrent calls. `release` rejects the runs that are queued, so call it when none is.
 */
export class Recognizer {
  readonly #model: RecognizerModel;
  readonly #sessions: readonly ort.InferenceSession[];
  readonly #classify: Run;
  readonly #tag: Run;

  private constructor(model: RecognizerModel, classifier: ort.InferenceSession, tagger: ort.InferenceSession) {
    this.#model = model;
    this.#sessions = [classifier, tagger];
    this.#classify = sharedRuns((utterances) => runGraph(classifier, CLASSIFIER, utterances));
    this.#tag = sharedRuns((utterances) => runGraph(tagger, TAGGER, utterances));
  }

  /** Throws when a graph is not of the model's widths. */
  static async create(model: RecognizerModel, graphs: RecognizerGraphs): Promise<Recognizer> {
    const classifier = await createSession(graphs.classifier, (made) => checkClassifier(made, model));
    try {
      const tagger = await createSession(graphs.tagger, (made) => checkTagger(made, model));
      return new Recognizer(model, classifier, tagger);
    } catch (error) {
      await classifier.release();
      throw error;
    }
  }

  /** Classifies any string. */
  async hear(utterance: string): Promise<Heard> {
    const { chains, vocabularies } = this.#model;
    const tokens = tokensOf(utterance);
    const words = tokens.map((token) => token.text);
    const logits = await this.#classify(utteranceIds(words, vocabularies));
    return {
      tokens,
      words,
      domain: 1 / (1 + Math.exp(-logits[0]!)),
      nBest: async (n, range) => {
        const emissions = await this.#tag(tokenIds(words, vocabularies));
        return decode(chains, words.length, { logits, emissions }, n, range);
      },
    };
  }

  async release(): Promise<void> {
    for (const session of this.#sessions) await session.release();
  }
}
