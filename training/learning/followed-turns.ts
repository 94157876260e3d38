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

/** Stands for the words of two requests that are known to be the same, and not what they are: a word that says most. */
const SAME_WORDS = ['\u2026'];

/**
 * Each turn of a session with the next one, and how likely that says it again. Without texts that is known only of the same
 * words, by their fingerprint; of others it is 0.
 */
export function followedTurns(
  session: Session,
  rephrases: Rephrases,
  dissatisfaction: DissatisfactionModel,
  share = REPHRASE_SHARE,
): FollowedTurn[] {
  const words = session.map(({ text }) => (text === undefined ? undefined : tokenize(text).map((token) => token.text)));
  return session.map((turn, place): FollowedTurn => {
    const next = session[place + 1];
    if (!next) return { turn, next, rephrase: 0 };
    const [first, second] = [words[place], words[place + 1]];
    const common = { gapMs: next.timeMs - turn.timeMs, answers: [turn.answer, next.answer] as const };
    if (!first?.length || !second?.length) {
      if (turn.textKey === undefined || turn.textKey !== next.textKey) return { turn, next, rephrase: 0 };
      const same = { first: SAME_WORDS, second: SAME_WORDS, ...common };
      return { turn, next, rephrase: rephrases.probability(same, share) };
    }
    const pair = { first, second, ...common };
    const said = { dialogue: turn.session, text: next.text!, before: turn.text, isDissatisfied: false };
    const dissatisfied = boostedScore(dissatisfaction.trees, cueFeatures(said, rephrases));
    return { turn, next, rephrase: rephrases.probability(pair, share), dissatisfied };
  });
}
