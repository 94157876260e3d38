import type * as ort from 'onnxruntime-node';
import { checkShape, type GraphShape } from '../onnx/graph-shape.js';
import { createSession } from '../onnx/onnx-session.js';
import { sharedRuns } from '../onnx/shared-runs.js';
import { type Evidence, HYPOTHESIS_EVIDENCE, LIST_EVIDENCE } from './evidence.js';
import { type EvidenceWidths, runGraph } from './graph-run.js';
import { RERANKER_GRAPH } from './parts.js';
import type { Confidences, EvidenceScorer } from './reranker.js';

const WIDTHS: EvidenceWidths = { list: LIST_EVIDENCE.length, hypothesis: HYPOTHESIS_EVIDENCE.length };

function shape({ list, hypothesis }: EvidenceWidths): GraphShape {
  return {
    list: ['B', list],
    hypotheses: ['B', 'n', hypothesis],
    presence: ['B', 'n'],
    confidence: ['B', 'n'],
    in_domain: ['B', 1],
  };
}

/**
 * A re-ranker's formulas as an ONNX graph in double precision. Lists that are scored within a turn of the event loop
 * share a run. Safe for concurrent calls; `release` only when none is under way.
 */
export class RerankerSession implements EvidenceScorer {
  readonly score: (list: Evidence) => Promise<Confidences>;
  readonly #session: ort.InferenceSession;

  private constructor(session: ort.InferenceSession, widths: EvidenceWidths) {
    this.#session = session;
    this.score = sharedRuns((lists) => runGraph(session, widths, lists));
  }

  /** @throws NluError FAILED_PRECONDITION when the graph is not of the evidence's widths */
  static async create(graph: Uint8Array, widths: EvidenceWidths = WIDTHS): Promise<RerankerSession> {
    const session = await createSession(graph, (made) => checkShape(RERANKER_GRAPH, made, shape(widths)));
    return new RerankerSession(session, widths);
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
