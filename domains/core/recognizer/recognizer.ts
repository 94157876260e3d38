import type * as ort from 'onnxruntime-node';
import { createSession } from '../onnx-session.js';
import { sharedRuns } from '../shared-runs.js';
import type { Token } from '../text/tokenize.js';
import { type Activations, type Candidate, type Chain, decode } from './decode.js';
import { type Encoded, encode, type Vocabularies } from './encode.js';
import { checkRecognizerGraph } from './graph-check.js';
import { runGraph } from './graph-run.js';
import type { ValueRange } from './labels.js';

/** Everything of a trained recognizer but its weights, which are in the graph. */
export interface RecognizerModel {
  readonly vocabularies: Vocabularies;
  readonly chains: readonly Chain[];
}

/** What the classifiers and the tagger's emissions say of one utterance; its hypotheses are not yet ranked. */
export interface Heard {
  readonly tokens: readonly Token[];
  /** P(domain | x) by the domain classifier, in [0, 1]. */
  readonly domain: number;
  /**
   * The n best interpretations, best first; an utterance without words has each intent once, without slots.
   * @param range what may be a value in its words, whatever the recognizer makes of them
   */
  nBest(n: number, range?: ValueRange): readonly Candidate[];
}

/**
 * A domain's own NLU: domain and intent classifiers and one slot tagger an intent, in one graph. Utterances that are heard within
 * a turn of the event loop share a run.
 * Safe for concurrent calls. `release` rejects the runs that are queued, so call it when none is.
 */
export class Recognizer {
  readonly #model: RecognizerModel;
  readonly #session: ort.InferenceSession;
  readonly #run: (utterance: Encoded) => Promise<Activations>;

  private constructor(model: RecognizerModel, session: ort.InferenceSession) {
    this.#model = model;
    this.#session = session;
    this.#run = sharedRuns((utterances) => runGraph(session, utterances));
  }

  /** Throws when the graph is not of the model's widths. */
  static async create(model: RecognizerModel, graph: Uint8Array): Promise<Recognizer> {
    const session = await createSession(graph, (made) => checkRecognizerGraph(made, model));
    return new Recognizer(model, session);
  }

  /** Runs the graph on any string. */
  async hear(utterance: string): Promise<Heard> {
    const encoded = encode(utterance, this.#model.vocabularies);
    const { tokens } = encoded;
    const activations = await this.#run(encoded);
    return {
      tokens,
      domain: 1 / (1 + Math.exp(-activations.logits[0]!)),
      nBest: (n, range) => decode(this.#model.chains, tokens.length, activations, n, range),
    };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
