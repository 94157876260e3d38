import { tokenize } from '../../../domains/core/text/tokenize.js';
import type { Rephrases } from '../rephrase/rephrase-model.js';
import type { UserTurn } from './spoken-dialogue.js';

/** What people say who did not get what they wanted, and who did; at the beginning (`^`) or anywhere. */
const CUES = {
  refuses: /^(no|nope|nah|not)\b/u,
  corrects: /\b(i said|i meant|i mean|that s not|that is not|wrong|incorrect|actually|instead|mistake)\b/u,
  another: /\b(another|others?|else|different|more options|rather)\b/u,
  again: /\b(start over|go back|try again|again|repeat|cancel|help)\b/u,
  dislikes:
    /\b(don t (really )?(like|want|care)|didn t (really )?like|hate|not a fan|boring|terrible|not interested)\b/u,
  negates: /\b(not|n t|t|never|nothing|none)\b/u,
  accepts: /\b(yes|yeah|yep|sure|okay|ok|perfect|great|good|fine|love|loved|awesome|correct|right|nice)\b/u,
  thanks: /\b(thank|thanks|bye|goodbye)\b/u,
  asks: /^(what|who|when|where|how|which|can|could|do|does|is|are|any)\b/u,
  wants: /\b(i (want|need|would like|d like)|looking for|prefer)\b/u,
} as const;

/** What trees ask of a user's turn, in this order. */
export const CUE_FEATURES = [...Object.keys(CUES), 'words', 'isFirst', 'rephraseOdds', 'sameWords', 'exclaims'];

/** `[CUE_FEATURES]` of what a user says and said before; what the system said is left out. */
export function cueFeatures({ text, before }: UserTurn, rephrases: Rephrases): Float64Array {
  const words = tokenize(text).map((token) => token.text);
  const earlier = before === undefined ? [] : tokenize(before).map((token) => token.text);
  const said = words.join(' ');
  const cues = Object.values(CUES).map((cue) => (cue.test(said) ? 1 : 0));
  const isKnown = earlier.length > 0 && words.length > 0;
  const odds = isKnown ? rephrases.score({ first: earlier, second: words }) : Number.NaN;
  const same = isKnown ? words.filter((word) => earlier.includes(word)).length / words.length : Number.NaN;
  return Float64Array.from([...cues, words.length, before === undefined ? 1 : 0, odds, same, /!/u.test(text) ? 1 : 0]);
}
