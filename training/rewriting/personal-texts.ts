import type { SucceedingText } from '../../gateway/rewriting/table/rewrite-table.js';
import { addSignal, noSignals, rightShare, type Signals, type ToldSuccess } from '../learning/told-success.js';
import type { SaidTurn } from './said-turn.js';

/** Texts of one customer that are kept, the latest first. */
export const MOST_PERSONAL = 200;
/** A text is kept that succeeds at least as often, in [0, 1]. */
const LEAST = 0.6;

/** What one customer said before with success, and how often it succeeds. */
export function succeededTexts(turns: readonly SaidTurn[], told: ToldSuccess): SucceedingText[] {
  const counts = new Map<string, { readonly signals: Signals; timeMs: number }>();
  for (const { text, success, timeMs, rewritten } of turns) {
    if (rewritten !== undefined) continue;
    const own = counts.get(text) ?? { signals: noSignals(), timeMs };
    addSignal(own.signals, success, 1);
    own.timeMs = Math.max(own.timeMs, timeMs);
    counts.set(text, own);
  }
  return [...counts]
    .map(([text, own]) => ({ text, probability: rightShare(own.signals, told), timeMs: own.timeMs }))
    .filter(({ probability }) => probability >= LEAST)
    .sort((one, other) => other.timeMs - one.timeMs)
    .slice(0, MOST_PERSONAL)
    .map(({ text, probability }) => ({ text, probability }));
}
