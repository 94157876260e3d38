import type { SucceedingText } from '../../gateway/rewriting/table/rewrite-table.js';
import type { BetaCounts } from './beta.js';
import type { SaidTurn } from './said-turn.js';
import { rightShare, type ToldSuccess, trueSuccess } from './told-success.js';

/** Texts of one customer that are kept, the latest first. */
export const MOST_PERSONAL = 200;
/** A text is kept that succeeds at least as often, in [0, 1]. */
const LEAST = 0.6;

/** What one customer said before with success, and how often it succeeds. */
export function succeededTexts(turns: readonly SaidTurn[], told: ToldSuccess): SucceedingText[] {
  const counts = new Map<string, { successes: number; failures: number; timeMs: number }>();
  for (const { text, success, timeMs, rewritten } of turns) {
    if (rewritten !== undefined) continue;
    const own = counts.get(text) ?? { successes: 0, failures: 0, timeMs };
    const right = trueSuccess(success, told);
    own.successes += right;
    own.failures += 1 - right;
    own.timeMs = Math.max(own.timeMs, timeMs);
    counts.set(text, own);
  }
  return [...counts]
    .map(([text, own]) => ({ text, probability: rightShare(bounded(own), told), timeMs: own.timeMs }))
    .filter(({ probability }) => probability >= LEAST)
    .sort((one, other) => other.timeMs - one.timeMs)
    .slice(0, MOST_PERSONAL)
    .map(({ text, probability }) => ({ text, probability }));
}

/** Sums of estimates may lie beside what is possible. */
function bounded({ successes, failures }: BetaCounts): BetaCounts {
  const total = successes + failures;
  const within = Math.min(total, Math.max(0, successes));
  return { successes: within, failures: total - within };
}
