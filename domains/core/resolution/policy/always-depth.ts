import { type EntityQuery, isSearch } from '../entity-query.js';
import type { StrategyName } from '../strategies/strategy.js';

/** How many candidates the strategies give that no policy decides on; each at least 1. */
export interface AlwaysDepths {
  readonly depth: number;
  /** The same for a search; `depth` where absent. */
  readonly searchDepth?: number | undefined;
  /** The same of lexical where exact has found something, which is then mostly what is meant; `depth` where absent. */
  readonly exactDepth?: number | undefined;
}

/** The most candidates that a strategy which always runs gives. @param isNamed whether exact has found something */
export function alwaysDepth(
  strategy: StrategyName,
  query: EntityQuery,
  isNamed: boolean,
  { depth, searchDepth = depth, exactDepth = depth }: AlwaysDepths,
): number {
  if (isSearch(query)) return searchDepth;
  return strategy === 'lexical' && isNamed ? exactDepth : depth;
}
