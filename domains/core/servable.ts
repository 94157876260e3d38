import type { Hypothesis, Interpretation } from './hypothesis.js';

/** What an interpretation may be asked for. */
export interface InterpretOptions {
  /** At most this many hypotheses, best first; the bundle's own n when absent. */
  readonly maxHypotheses?: number;
  /** Fill in `contributions`; empty arrays otherwise. */
  readonly explain?: boolean;
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
