/** A slot of a hypothesis; offsets count Unicode code points of the utterance as the caller sent it, end exclusive. */
export interface Slot {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Raw recognizer probabilities, each in [0, 1] and not comparable across domains: P(domain | x), P(intent | x, domain),
 * P(slots | x, intent).
 */
export interface Scores {
  readonly domain: number;
  readonly intent: number;
  readonly slot: number;
}

/** Those of the three raw probabilities that a caller sent; one that is absent is missing, which is not the same as 0. */
export interface SentScores {
  readonly domain?: number;
  readonly intent?: number;
  readonly slot?: number;
}

/** The names of the three raw probabilities. */
export const SCORE_NAMES = ['domain', 'intent', 'slot'] as const;

/** One additive part of the logit of a confidence, or of what a prior adds to it; in natural-log odds. */
export interface Contribution {
  readonly name: string;
  readonly value: number;
}
