import type { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import { ALWAYS } from '../../../domains/core/resolution/policy/strategy-policy.js';
import { type Candidate, STRATEGIES } from '../../../domains/core/resolution/strategies/strategy.js';

/** What exact and lexical did about the accepted entities of a request. */
export interface AlwaysFound {
  /** Whether one of them has an accepted entity in its first place. */
  readonly first: boolean;
  /** Whether one of them has one anywhere. */
  readonly any: boolean;
}

export function alwaysFound(union: CandidateUnion, accepted: (row: number) => boolean): AlwaysFound {
  let [first, any] = [false, false];
  for (let at = 0; at < union.count; at++) {
    if (!accepted(union.rows[at])) continue;
    for (const name of ALWAYS) {
      const place = union.places[at * STRATEGIES.length + STRATEGIES.indexOf(name)];
      if (place > 0) any = true;
      if (place === 1) first = true;
    }
  }
  return { first, any };
}

/**
 * 1 where a strategy found an accepted entity first or alone, and what always runs has not: none of these has it in its first
 * place, and it has it in its own, or these have none at all; else 0.
 * @param candidates of the strategy, as deep as it looked
 */
export function rewardOf(
  { first, any }: AlwaysFound,
  candidates: readonly Candidate[],
  accepted: (row: number) => boolean,
): 0 | 1 {
  const place = first ? -1 : candidates.findIndex(({ row }) => accepted(row));
  return place === 0 || (place > 0 && !any) ? 1 : 0;
}
