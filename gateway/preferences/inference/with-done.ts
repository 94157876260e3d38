import type { CustomerDocument } from '../document/customer-document.js';
import { type TeachingRules, taught } from '../document/teach.js';
import { areSameWords } from '../effect/same-words.js';
import { isHabit } from '../questions/expected-savings.js';
import { type Did, withHabit, withoutHabits } from '../questions/habits.js';

/** In UTF-16 code units: of words that a meaning may have. */
const LONGEST_WORDS = 256;

/**
 * A customer's document after something was done once more: a habit becomes a preference, which is inferred. What the customer taught
 * or confirmed of the same words stands, and nothing is inferred of words about which they said no.
 * @param title the words, as they were said
 * @param time of it, ISO 8601
 */
export function withDone(
  document: CustomerDocument,
  did: Did,
  title: string,
  time: string,
  rules: TeachingRules,
): CustomerDocument {
  const after = withHabit(document, did, time);
  const { domain, words } = did;
  const habit = after.habits.find((each) => each.words === words && each.kind === did.kind);
  if (!habit || !isHabit(habit) || title.length > LONGEST_WORDS || document.declined.includes(words)) return after;
  const known = document.preferences.filter(({ said }) => said.type === 'meaning' && areSameWords(said.words, title));
  if (known.some(({ origin }) => origin !== 'inferred')) return after;
  if (known.length === 0 && document.preferences.length >= rules.most) return after;
  const thing = { kind: '', isSlot: false, entity: '', title: '' };
  const said = { type: 'meaning', words: title, domain, ...thing } as const;
  return withoutHabits(taught(after, [said], 'inferred', time, rules).document, words);
}
