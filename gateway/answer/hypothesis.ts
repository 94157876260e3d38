import type { Contribution } from '../../serving/hypothesis.js';

/** A slot's value, which tells what the user would take two hypotheses to have in common. */
export interface SlotValue {
  readonly value: string;
  /** What `normalisedValue` makes of the value, where that is known already. */
  readonly normalised?: string;
}

/**
 * What an answer depends on in one of a domain's hypotheses. Whoever calls may keep more beside it: the gateway the bytes
 * that it hands on, an evaluation the intent and the scores. Answers hold the very objects that they were made from.
 */
export interface Hypothesis {
  readonly slots: readonly SlotValue[];
  /** Calibrated P(exactly right), in [0, 1]. */
  readonly confidence: number;
}

/** A hypothesis with its domain's prior applied. */
export interface ShiftedHypothesis<H extends Hypothesis = Hypothesis> {
  readonly domain: string;
  readonly hypothesis: H;
  /** Natural-log odds that the prior added; 0 when none was applied. */
  readonly priorShift: number;
  /** The parts that sum to the shift; empty unless an explanation was asked for. */
  readonly priorContributions: readonly Contribution[];
  /** The confidence after the prior, in [0, 1]. */
  readonly posterior: number;
}
