import type { Hypothesis, Interpretation } from './hypothesis.js';

/** What an interpretation may be asked for. */
export interface InterpretOptions {
  /** At most this many hypotheses, best first; the bundle's own n when absent. */
  readonly maxHypotheses?: number | undefined;
  /** Fill in `contributions`; empty arrays otherwise. */
  readonly explain?: boolean;
  /** No hypotheses of an utterance that the screen ends (reranker/screen.ts), which then costs no look at its slots. */
  readonly skipScreened?: boolean;
}

/**
 * One loaded bundle version, ready to serve: recognizer and re-ranker over onnxruntime sessions.
 * Dear to make, safe for concurrent calls; `release` only when no call is under way.
 */
export interface Servable {
  interpret(utterance: string, options?: InterpretOptions): Promise<Interpretation>;
  rerank(utterance: string, hypotheses: readonly Hypothesis[], options?: InterpretOptions): Promise<Interpretation>;
  release(): Promise<void>;
}

/** A servable that calls `after` once it is released. */
export function releasing(servable: Servable, after: () => void): Servable {
  return {
    interpret: (utterance, options) => servable.interpret(utterance, options),
    rerank: (utterance, hypotheses, options) => servable.rerank(utterance, hypotheses, options),
    async release() {
      await servable.release();
      after();
    },
  };
}
