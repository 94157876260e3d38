import * as ort from 'onnxruntime-node';
import { checkShape, type GraphShape } from '../graph-shape.js';
import { createSession } from '../onnx-session.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import { RERANKER_GRAPH } from './parts.js';

const SHAPE: GraphShape = {
  list: [1, LIST_EVIDENCE.length],
  hypotheses: ['n', HYPOTHESIS_EVIDENCE.length],
  confidence: ['n'],
  in_domain: [1],
};

/** Calibrated probabilities of one list. */
export interface Confidences {
  /** `[n]`, P(hypothesis h is exactly right). */
  readonly hypotheses: ArrayLike<number>;
  /** P(the utterance is the domain's). */
  readonly inDomain: number;
}

/** A domain's learned combination of its hypotheses' scores, as an ONNX graph in double precision. */
export class Reranker {
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
  }

  /** Throws when the graph is not of the evidence's widths. */
  static async create(graph: Uint8Array): Promise<Reranker> {
    const session = await createSession(graph, (made) => checkShape(RERANKER_GRAPH, made, SHAPE));
    return new Reranker(session);
  }

  /** Confidences of one list; the list must not be empty. */
  async confidences({ list, hypotheses }: Evidence): Promise<Confidences> {
    const width = HYPOTHESIS_EVIDENCE.length;
    const outputs = await this.#session.run({
      list: new ort.Tensor('float64', list, [1, LIST_EVIDENCE.length]),
      hypotheses: new ort.Tensor('float64', hypotheses, [hypotheses.length / width, width]),
    });
    return {
      hypotheses: outputs.confidence!.data as Float64Array,
      inDomain: (outputs.in_domain!.data as Float64Array)[0]!,
    };
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
