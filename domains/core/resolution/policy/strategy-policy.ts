import type { CandidateUnion } from '../candidate-union.js';
import { type EntityQuery, isSearch } from '../entity-query.js';
import type { StrategyName } from '../strategies/strategy.js';

/** The strategies that no policy decides on. */
export const ALWAYS: readonly StrategyName[] = ['exact', 'lexical'];

/** How deep a strategy looks, and how sure it was that it would. */
export interface StrategyChoice {
  /** The most candidates that it gives; 0: it does not run. */
  readonly depth: number;
  /** Probability with which the policy chose this depth for this query, in (0, 1]. */
  readonly propensity: number;
}

/**
 * Decides which strategies look for an entity, beside exact and lexical, which always do. The same query, request and
 * version of the policy give the same choice.
 */
export interface StrategyPolicy {
  /** Names the policy in what is logged of a request; part of what its draws come from. */
  readonly version: string;
  /**
   * @param found what exact and lexical found
   * @param strategies those to decide on
   * @returns one choice for each of them, in their order
   */
  choose(
    query: EntityQuery,
    found: CandidateUnion,
    requestId: string,
    strategies: readonly StrategyName[],
  ): readonly StrategyChoice[];
}

/** The policy of a catalogue that has learned none: every strategy looks, always as deep for names and for searches. */
export function everyStrategy(depth: number, searchDepth = depth): StrategyPolicy {
  const named: StrategyChoice = { depth, propensity: 1 };
  const search: StrategyChoice = { depth: searchDepth, propensity: 1 };
  return {
    version: depth === searchDepth ? `every-${depth}` : `every-${depth}-${searchDepth}`,
    choose: (query, _found, _requestId, strategies) => strategies.map(() => (isSearch(query) ? search : named)),
  };
}

/** A policy that was learned from slots decides for these alone: a search, which it knows nothing of, is another's. */
export function learnedForNames(learned: StrategyPolicy, searches: StrategyPolicy): StrategyPolicy {
  return {
    version: learned.version,
    choose: (query, ...rest) => (isSearch(query) ? searches : learned).choose(query, ...rest),
  };
}
