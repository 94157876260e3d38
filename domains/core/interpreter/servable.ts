import type { OwnRanker } from '../own-scores/own-ranker.js';
import type { Interpretation, Reranking, SentHypothesis } from './hypothesis.js';

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
 * One loaded bundle version, ready to serve: recognizer and re-ranker over onnxruntime sessions, or a re-ranker of the
 * scores of a caller's own NLU alone.
 * Expensive to make, safe for concurrent calls; `release` it only when no call is under way.
 */
export interface Servable {
  /** What ranks a caller's own scores, in a bundle without recognizer only. */
  readonly ownRanker?: OwnRanker | undefined;
  /** @throws NluError FAILED_PRECONDITION without a recognizer */
  interpret(utterance: string, options?: InterpretOptions): Promise<Interpretation>;
  /** @param hypotheses with the scores that the bundle needs: a recognizer's has all three, own scores are declared ones */
  rerank(utterance: string, hypotheses: readonly SentHypothesis[], options?: InterpretOptions): Promise<Reranking>;
  release(): Promise<void>;
}

/** A servable that calls `after` once it is released. */
export function releasing(servable: Servable, after: () => void): Servable {
  return {
    ownRanker: servable.ownRanker,
    interpret: (utterance, options) => servable.interpret(utterance, options),
    rerank: (utterance, hypotheses, options) => servable.rerank(utterance, hypotheses, options),
    async release() {
      await servable.release();
      after();
    },
  };
}
