import { tokenize } from '../../domains/core/text/tokenize.js';
import { boostedScore } from '../../domains/core/trees/boosted-trees.js';
import type { FollowedTurn } from './defect/followed-features.js';
import type { DissatisfactionModel } from './dissatisfaction/dissatisfaction-trainer.js';
import { cueFeatures } from './dissatisfaction/user-cues.js';
import type { Rephrases } from './rephrase/rephrase-model.js';
import type { Session } from './sessions/session-windows.js';

/**
 * Share of rephrases among two turns of a session that follow each other. **Assumed, not measured**: among the pairs that
 * were learned from there are far more.
 */
export const REPHRASE_SHARE = 0.15;

/** Each turn of a session with the next one, and how likely that says it again; without texts that is not known, and 0. */
export function followedTurns(
  session: Session,
  rephrases: Rephrases,
  dissatisfaction: DissatisfactionModel,
  share = REPHRASE_SHARE,
): FollowedTurn[] {
  const words = session.map(({ text }) => (text === undefined ? undefined : tokenize(text).map((token) => token.text)));
  return session.map((turn, place): FollowedTurn => {
    const next = session[place + 1];
    const [first, second] = [words[place], words[place + 1]];
    if (!next || !first?.length || !second?.length) return { turn, next, rephrase: 0 };
    const answers = [turn.answer, next.answer] as const;
    const pair = { first, second, gapMs: next.timeMs - turn.timeMs, answers };
    const said = { dialogue: turn.session, text: next.text!, before: turn.text, isDissatisfied: false };
    const dissatisfied = boostedScore(dissatisfaction.trees, cueFeatures(said, rephrases));
    return { turn, next, rephrase: rephrases.probability(pair, share), dissatisfied };
  });
}
