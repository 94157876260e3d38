import type * as ort from 'onnxruntime-node';
import { checkShape, type GraphShape } from '../onnx/graph-shape.js';
import { createSession } from '../onnx/onnx-session.js';
import { sharedRuns } from '../onnx/shared-runs.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import { type Confidences, runGraph } from './graph-run.js';
import { RERANKER_GRAPH } from './parts.js';

const SHAPE: GraphShape = {
  list: ['B', LIST_EVIDENCE.length],
  hypotheses: ['B', 'n', HYPOTHESIS_EVIDENCE.length],
  presence: ['B', 'n'],
  confidence: ['B', 'n'],
  in_domain: ['B', 1],
};

/**
 * A domain's learned combination of its hypotheses' scores, as an ONNX graph in double precision. Lists that are ranked within a
 * turn of the event loop share a run.
 */
export class Reranker {
  readonly #session: ort.InferenceSession;
  readonly #run: (list: Evidence) => Promise<Confidences>;

  private constructor(session: ort.InferenceSession) {
    this.#session = session;
    this.#run = sharedRuns((lists) => runGraph(session, lists));
  }

  /** Throws when the graph is not of the evidence's widths. */
  static async create(graph: Uint8Array): Promise<Reranker> {
    const session = await createSession(graph, (made) => checkShape(RERANKER_GRAPH, made, SHAPE));
    return new Reranker(session);
  }

  /** Confidences of one list; the list must not be empty. */
  confidences(list: Evidence): Promise<Confidences> {
    return this.#run(list);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
