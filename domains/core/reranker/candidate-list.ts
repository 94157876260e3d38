import type { TaggedHypothesis } from '../recognizer/recognizer.js';
import type { Evidence } from './evidence.js';

/**
 * One domain's hypotheses for one utterance on the way to the re-ranker: with their evidence, or ended by the screen.
 */
export type CandidateList = EvidencedList | ScreenedList;

/** Hypotheses with the evidence for them. */
export interface EvidencedList {
  readonly hypotheses: readonly TaggedHypothesis[];
  readonly evidence: Evidence;
  readonly screened?: undefined;
}

/** Hypotheses of an utterance that is almost surely another domain's; there may be none. */
export interface ScreenedList {
  readonly hypotheses: readonly TaggedHypothesis[];
  /** P(in domain) by the domain score alone, in [0, 1]. */
  readonly screened: number;
}
