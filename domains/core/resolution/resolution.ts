import type { StrategyName } from './strategies/strategy.js';

/** An entity that a query may mean. */
export interface ResolvedEntity {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly creators: readonly string[];
  /** 0 where the catalogue does not say. */
  readonly year: number;
  /** Calibrated P(this entity is meant | the words and what other slots say), in [0, 1]. */
  readonly probability: number;
  /** The strategies that found it. */
  readonly strategies: readonly StrategyName[];
}

/** What a catalogue makes of a query. */
export interface Resolution {
  /** Most probable first. */
  readonly entities: readonly ResolvedEntity[];
  /** Calibrated P(none of the catalogue's entities is meant), in [0, 1]; 1 with the probabilities of all candidates. */
  readonly none: number;
  /** By strategy: the probability with which the policy ran it as deep as it did, in (0, 1]; 1 where it always does. */
  readonly propensities: Readonly<Partial<Record<StrategyName, number>>>;
}
