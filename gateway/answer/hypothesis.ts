import type { Contribution } from '../../serving/hypothesis.js';

/** A slot's value. Hypotheses of a domain with one intent and the same normalised values are one reading to the user. */
export interface SlotValue {
  readonly value: string;
  /** What `normalisedValue` makes of the value, where that is known already. */
  readonly normalised?: string;
}

/**
 * The fields of a domain's hypothesis that an answer depends on. Callers may pass objects with more: the gateway keeps the
 * bytes that it hands on, an evaluation the scores. An answer holds the very objects that it was made from, or
 * copies with the confidence over several hearings.
 */
export interface Hypothesis {
  readonly intent: string;
  readonly slots: readonly SlotValue[];
  /** The value of the slot that names the work, as the user said it; empty or absent where no slot does. */
  readonly title?: string | undefined;
  /** Calibrated P(exactly right), in [0, 1]. */
  readonly confidence: number;
  /** The utterance's own words forbid it, so that it is no reading; absent: they do not. */
  readonly forbidden?: boolean | undefined;
}

/** A hypothesis with its domain's prior applied. */
export interface ShiftedHypothesis<H extends Hypothesis = Hypothesis> {
  readonly domain: string;
  readonly hypothesis: H;
  /** Natural-log odds that the prior added to P(in domain); 0 when none was applied. */
  readonly priorShift: number;
  /** The parts that sum to the shift; empty unless an explanation was asked for. */
  readonly priorContributions: readonly Contribution[];
  /** What the customer's preferences say of it; absent: nothing. */
  readonly preferred?: Preferred | undefined;
  /** The confidence after prior and preferences: P(this hypothesis is exactly right | context, customer), in [0, 1]. */
  readonly posterior: number;
  /** Which of several hearings it interprets; absent where the utterance came as one text. */
  readonly heard?: Heard | undefined;
}

/** What a customer's preferences say of a hypothesis. */
export interface Preferred {
  /** Logarithm of the ratio by which they count it, within their bound, in nats. */
  readonly shift: number;
  /** One part for each preference that speaks of it, before the bound; empty unless an explanation was asked for. */
  readonly contributions: readonly Contribution[];
  /** What fills slots of its intent that the words leave open. */
  readonly defaultSlots: readonly { readonly name: string; readonly value: string }[];
}

/** The hearing of a hypothesis that stands for those of its meaning. */
export interface Heard {
  /** The hearing's words. */
  readonly text: string;
  /** The confidence by this hearing alone, in [0, 1]: the hypothesis's own is that over all hearings. */
  readonly confidence: number;
}
