import type { Hypothesis, Interpretation } from './hypothesis.js';

/** What a caller may ask of an interpretation. */
export interface InterpretOptions {
  /** At most this many hypotheses, best first; absent: as many as the bundle lists. */
  readonly maxHypotheses?: number | undefined;
  /** Fill in `contributions`, which are empty otherwise. */
  readonly explain?: boolean;
  /** No hypothesis for an utterance that the screen ends (reranker/screen.ts), which saves its slot taggers. */
  readonly skipScreened?: boolean;
}

/**
 * One loaded bundle version, ready to serve: recognizer and re-ranker over onnxruntime sessions.
 * Expensive to make, safe for concurrent calls; `release` it only when no call is under way.
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
