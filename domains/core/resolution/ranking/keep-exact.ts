import type { CandidateUnion } from '../candidate-union.js';
import { STRATEGIES, type StrategyName } from '../strategies/strategy.js';
import type { UnionRanking } from './entity-ranker.js';

/**
 * Keeps what chance found behind what is named exactly: candidates that only the given strategies found never stand before
 * the most probable exact match. Where some do, it takes the place of the first of them and the others move down by one;
 * the probabilities stay with the places, so that they sum to what they did. Changes the ranking's arrays.
 * @param byChance strategies that ran by a draw, not always
 */
export function keepExact(
  { probabilities }: UnionRanking,
  union: CandidateUnion,
  byChance: readonly StrategyName[],
): void {
  if (byChance.length === 0) return;
  let exact = -1;
  for (let at = 0; at < union.count; at++) {
    if (union.isFoundBy(at, 'exact') && (exact < 0 || probabilities[at] > probabilities[exact])) exact = at;
  }
  if (exact < 0) return;
  const least = probabilities[exact];
  const others = STRATEGIES.filter((name) => !byChance.includes(name));
  // The union has what always runs first: equal ones already stand behind the exact match.
  const before = Array.from({ length: union.count }, (_, at) => at)
    .filter((at) => probabilities[at] > least && !others.some((name) => union.isFoundBy(at, name)))
    .sort((one, other) => probabilities[other] - probabilities[one] || one - other);
  if (before.length === 0) return;
  const moved = [exact, ...before];
  const places = [...before, exact].map((at) => probabilities[at]);
  for (const [place, at] of moved.entries()) probabilities[at] = places[place];
}
