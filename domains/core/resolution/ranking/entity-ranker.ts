import type { CandidateUnion } from '../candidate-union.js';
import type { EntityQuery } from '../entity-query.js';

/** How probable the candidates of one query are. */
export interface UnionRanking {
  /**
   * `[union.count]`, in the union's order: calibrated P(this entity is meant | query), in [0, 1]; with `none` they sum to 1.
   */
  readonly probabilities: Float64Array;
  /** P(none of them is meant), in [0, 1]; 1 for an empty union. */
  readonly none: number;
}

/** Makes probabilities of what the strategies found; pure but for buffers that it uses again. */
export interface EntityRanker {
  rank(query: EntityQuery, union: CandidateUnion): UnionRanking;
}
