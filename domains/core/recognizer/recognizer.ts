import * as ort from 'onnxruntime-node';
import { createSession } from '../onnx-session.js';
import type { Token } from '../text/tokenize.js';
import { type Chain, decode, type Recognition } from './decode.js';
import { encode, type Vocabularies } from './encode.js';
import { checkRecognizerGraph } from './graph-check.js';
import type { TokenRange } from './labels.js';

/** Everything of a trained recognizer but its weights, which are in the graph. */
export interface RecognizerModel {
  readonly vocabularies: Vocabularies;
  readonly chains: readonly Chain[];
}

/**
 * A domain's own NLU: domain and intent classifiers and one slot tagger an intent, in one graph run an utterance.
 * Safe for concurrent calls. `release` rejects the runs that are queued, so call it when none is.
 */
export class Recognizer {
  readonly #model: RecognizerModel;
  readonly #session: ort.InferenceSession;

  private constructor(model: RecognizerModel, session: ort.InferenceSession) {
    this.#model = model;
    this.#session = session;
  }

  /** Throws when the graph is not of the model's widths. */
  static async create(model: RecognizerModel, graph: Uint8Array): Promise<Recognizer> {
    const session = await createSession(graph, (made) => checkRecognizerGraph(made, model));
    return new Recognizer(model, session);
  }

  /**
   * The n best interpretations of any string; an utterance without words gives each intent once, without slots.
   * @param seek finds what may be a value in its words, whatever the recognizer makes of them; given back as `sought`
   */
  async recognize<Range extends TokenRange>(
    utterance: string,
    n: number,
    seek?: (words: readonly string[]) => Range | undefined,
  ): Promise<{ tokens: readonly Token[]; recognition: Recognition; sought: Range | undefined }> {
    const { tokens, utterance: features, token, width } = encode(utterance, this.#model.vocabularies);
    const outputs = await this.#session.run({
      utterance_features: new ort.Tensor('int32', features, [features.length]),
      token_features: new ort.Tensor('int32', token, [token.length / width, width]),
    });
    const activations = {
      logits: outputs.logits!.data as Float32Array,
      emissions: outputs.emissions!.data as Float32Array,
    };
    const sought = seek?.(tokens.map(({ text }) => text));
    return { tokens, recognition: decode(this.#model.chains, tokens.length, activations, n, sought), sought };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
