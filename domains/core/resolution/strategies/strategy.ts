import type { EntityQuery } from '../entity-query.js';

/** The ways to look for an entity, in the order of features and bits everywhere. */
export const STRATEGIES = ['exact', 'lexical', 'structured', 'phonetic', 'semantic', 'memory'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

/** An entity that a strategy found. */
export interface Candidate {
  /** Its row in the entity table. */
  readonly row: number;
  /** Higher is better, above 0; comparable within one strategy and query alone, unless the strategy says more. */
  readonly score: number;
}

/** One way to look for an entity; safe for calls one after the other, pure but for buffers that it uses again. */
export interface Strategy {
  readonly name: StrategyName;
  /**
   * The best candidates, best first, each row once and of the query's kinds; equal scores in the order of rows. Empty
   * for a query of no words.
   * @param depth the most candidates to give
   */
  retrieve(query: EntityQuery, depth: number): readonly Candidate[];
}
