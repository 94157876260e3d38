/** A slot of a hypothesis; offsets count Unicode code points of the utterance as the caller sent it, end exclusive. */
export interface Slot {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Raw recognizer probabilities, each in [0, 1]: P(domain | x), P(intent | x, domain), P(slots | x, intent). */
export interface Scores {
  readonly domain: number;
  readonly intent: number;
  readonly slot: number;
}

/** One domain's interpretation of an utterance, before re-ranking. */
export interface Hypothesis {
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: Scores;
}

/** One additive part of logit(confidence), in natural-log odds. */
export interface Contribution {
  readonly name: string;
  readonly value: number;
}

/** A hypothesis with its calibrated confidence: P(exactly right), in (0, 1). */
export interface RankedHypothesis extends Hypothesis {
  readonly confidence: number;
  readonly contributions: readonly Contribution[];
}

/** What one domain says of one utterance: hypotheses best first, and calibrated P(this utterance is mine). */
export interface Interpretation {
  readonly hypotheses: readonly RankedHypothesis[];
  readonly inDomain: number;
  /**
   * Where the utterance is a title of the domain's catalogue and words that people ask with, whatever the hypotheses make of
   * it: the share of the catalogue's titles that are no more popular, in [0, 1).
   */
  readonly listedPopularity?: number | undefined;
  /** The domain classifier alone was sure that the utterance is not the domain's: nothing else was looked at, or only its first hypothesis. */
  readonly screened?: true | undefined;
}
