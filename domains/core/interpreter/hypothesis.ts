import type { Contribution, Scores, Slot } from '../../../serving/hypothesis.js';

/** One domain's interpretation of an utterance, before re-ranking. */
export interface Hypothesis {
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: Scores;
}

/** A hypothesis with its calibrated confidence: P(exactly right), in (0, 1). */
export interface RankedHypothesis extends Hypothesis {
  readonly confidence: number;
  /** What the logit of the confidence is made of; empty unless an explanation was asked for. */
  readonly contributions: readonly Contribution[];
}

/** A domain's interpretation of one utterance: its hypotheses, best first, and the in-domain probability. */
export interface Interpretation {
  readonly hypotheses: readonly RankedHypothesis[];
  /** Calibrated P(the utterance is the domain's), in [0, 1]. */
  readonly inDomain: number;
  /**
   * Popularity of the catalogue's title, series or creator that the utterance asks for, whatever the hypotheses make of
   * it: the share of the catalogue's names of that kind that are no more popular, in [0, 1). Absent where the utterance
   * asks for no name of the catalogue.
   */
  readonly listedPopularity?: number | undefined;
  /**
   * P(the utterance is the domain's) by the words around that title alone, in [0, 1]: who is asked, whatever the title's own
   * words resemble. Present with `listedPopularity`.
   */
  readonly aroundTitle?: number | undefined;
  /**
   * The screen ended the interpretation: by the domain classifier alone the utterance is not the domain's. There is one
   * hypothesis then, or none where the caller wants none.
   */
  readonly screened?: true | undefined;
}
