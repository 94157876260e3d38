/** A slot of a hypothesis; offsets count Unicode code points of the utterance as sent, end exclusive. */
export interface Slot {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Raw recognizer probabilities, each in [0, 1]; not comparable across domains. */
export interface Scores {
  readonly domain: number;
  readonly intent: number;
  readonly slot: number;
}

/** One additive part of logit(confidence), in natural-log odds. */
export interface Contribution {
  readonly name: string;
  readonly value: number;
}

/** A hypothesis that the caller's own NLU made. */
export interface RawHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot[];
  readonly scores: Scores;
}

/** A slot as the user would hear it. */
export interface HeardSlot {
  readonly value: string;
  /** What `soundOfValue` makes of the value, where that is known already. */
  readonly sound?: string;
}

/** Fields of a message as they are on the wire. */
export interface Encoded {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A hypothesis as its domain replied it: what an answer depends on, and the rest as bytes that are only handed on. */
export interface DomainHypothesis {
  readonly domain: string;
  readonly slots: readonly HeardSlot[];
  /** Calibrated P(exactly right), in [0, 1]. */
  readonly confidence: number;
  /** Empty unless an explanation was asked for. */
  readonly contributions: readonly Contribution[];
  /** Checked: the Hypothesis message's fields from domain to confidence. */
  readonly encoded: Encoded;
}

/** A hypothesis with its context prior applied. */
export interface WeighedHypothesis extends DomainHypothesis {
  /** Natural-log odds that the prior added; 0 when none was applied. */
  readonly priorShift: number;
  /** What the shift is made of; sums to it; empty unless an explanation was asked for. */
  readonly priorContributions: readonly Contribution[];
  /** Confidence after the prior, in [0, 1]. */
  readonly posterior: number;
}

/** A domain's checked reply. */
export interface DomainReply {
  readonly hypotheses: readonly DomainHypothesis[];
  /** Calibrated P(this utterance is the domain's), in [0, 1]. */
  readonly inDomain: number;
  /** Of the title that the utterance asks for, where the domain's catalogue lists it; in [0, 1]. */
  readonly listedPopularity?: number | undefined;
  /** It has hypotheses that it was asked to leave out. */
  readonly hypothesesLeftOut: boolean;
  readonly bundleVersion: string;
}
