import { type BetaCounts, betaMean } from './beta.js';
import type { SaidTurn } from './said-turn.js';

/** How requests did that were rewritten, and those of the control group that would have been. */
export interface RewritingEffect {
  readonly rewritten: { readonly requests: number; readonly success: number };
  readonly control: { readonly requests: number; readonly success: number };
}

/** The mean P(success), as labels tell it, of both groups, by their requests. */
export function rewritingEffect(turns: readonly SaidTurn[]): RewritingEffect {
  const group = (members: readonly SaidTurn[]) => {
    const counts: BetaCounts = {
      successes: members.reduce((sum, { success }) => sum + success, 0),
      failures: members.reduce((sum, { success }) => sum + 1 - success, 0),
    };
    return { requests: members.length, success: betaMean(counts) };
  };
  return {
    rewritten: group(turns.filter(({ rewritten }) => rewritten !== undefined)),
    control: group(turns.filter(({ isControl }) => isControl)),
  };
}
