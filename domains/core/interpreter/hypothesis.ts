import type { Contribution, Scores, SentScores, Slot } from '../../../serving/hypothesis.js';
import type { ScoreWarning } from '../own-scores/warnings.js';

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
  /** The utterance's own words forbid what the intent does: it is no reading (`isForbidden`). */
  readonly forbidden?: true | undefined;
}

/** A hypothesis of a caller's own NLU. */
export interface SentHypothesis {
  readonly intent: string;
  readonly slots: readonly Slot[];
  /** Where it came with any of the three. */
  readonly scores?: SentScores | undefined;
  /** Further scores by name. */
  readonly namedScores?: Readonly<Record<string, number>> | undefined;
}

/** A caller's hypotheses re-ranked, best first. */
export interface Reranking extends Omit<Interpretation, 'hypotheses'> {
  readonly hypotheses: readonly (Pick<RankedHypothesis, 'confidence' | 'contributions' | 'forbidden'> &
    SentHypothesis)[];
  /** What is wrong with the scores that the caller sent; absent where nothing can be. */
  readonly warnings?: readonly ScoreWarning[] | undefined;
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
  /** The best hypothesis controls what is playing, such as pausing: what plays tells whose it is. */
  readonly controlsPlayback?: true | undefined;
  /**
   * The screen ended the interpretation: by the domain classifier alone the utterance is not the domain's. There is one
   * hypothesis then, or none where the caller wants none.
   */
  readonly screened?: true | undefined;
}
