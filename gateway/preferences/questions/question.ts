import { createHash } from 'node:crypto';
import type { CustomerDocument } from '../document/customer-document.js';
import type { Said } from '../document/preference.js';
import { areSameWords } from '../effect/same-words.js';
import { expectedSavings } from './expected-savings.js';
import type { QuestionsConfig } from './questions-config.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** In UTF-16 code units: of words that a meaning may have. */
const LONGEST_WORDS = 256;

/** Something to ask the customer. */
export type Question =
  | { readonly kind: 'satisfaction'; readonly propensity: number }
  /** @param words fingerprint of the words that it is about */
  | {
      readonly kind: 'preference';
      readonly propensity: 1;
      readonly about: Extract<Said, { type: 'meaning' }>;
      readonly words: string;
    };

/** An answer that a question may stand beside. */
export interface AnsweredWords {
  readonly requestId: string;
  readonly decision: 'ACCEPT' | 'CLARIFY' | 'REJECT' | 'UNDECIDED';
  /** The title of its best reading, as it was said; empty where it has none. */
  readonly title: string;
}

/**
 * The question that pays beside an answer, if any: about a habit of these very words, where it is expected to save more than a
 * question costs; else, at random, whether it was right. Nobody is asked twice within `days`, nor about words of which they said
 * no or taught what they mean.
 * @param words the title's fingerprint
 */
export function questionBeside(
  { requestId, decision, title }: AnsweredWords,
  words: string,
  document: CustomerDocument,
  config: QuestionsConfig,
  nowMs: number,
): Question | undefined {
  if (decision !== 'ACCEPT' && decision !== 'CLARIFY') return undefined;
  if (wasAsked(document, config, nowMs)) return undefined;
  const isKnown = document.preferences.some(({ said }) => said.type === 'meaning' && areSameWords(said.words, title));
  if (title !== '' && title.length <= LONGEST_WORDS && !isKnown && !document.declined.includes(words)) {
    const paying = document.habits.find(
      (habit) => habit.words === words && expectedSavings(habit, config, nowMs) > config.price,
    );
    const thing = { kind: '', isSlot: false, entity: '', title: '' };
    const about = paying && ({ type: 'meaning', words: title, domain: paying.domain, ...thing } as const);
    if (about) return { kind: 'preference', propensity: 1, about, words };
  }
  const { satisfaction } = config;
  if (decision !== 'ACCEPT' || drawOf(requestId) >= satisfaction) return undefined;
  return { kind: 'satisfaction', propensity: satisfaction };
}

/** Whether the customer was asked so lately that nothing may be asked. */
export function wasAsked({ asked }: CustomerDocument, { days }: Pick<QuestionsConfig, 'days'>, nowMs: number): boolean {
  return asked !== undefined && nowMs - Date.parse(asked) < days * DAY_MS;
}

/** A number in [0, 1) that the same request has each time it is drawn. */
function drawOf(requestId: string): number {
  return createHash('sha256').update(`question ${requestId}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
