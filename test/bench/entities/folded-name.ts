import { titleCore } from '../../../domains/core/catalogue/title-key.js';
import { tokenize } from '../../../domains/core/text/tokenize.js';

/** The normalised words of a text. */
export function wordsOf(text: string): string[] {
  return tokenize(text).map((token) => token.text);
}

/**
 * A name as it is compared: without marks, case, punctuation, blanks, "and" and a leading "the", numbers in digits. Two
 * names that fold to one text are the same answer: a collection names one by its words, not by an id of our catalogue.
 */
export function foldedName(name: string): string {
  const core = titleCore(wordsOf(name.normalize('NFKD').replace(/\p{M}/gu, '')));
  const from = core.length > 1 && core[0] === 'the' ? 1 : 0;
  return core
    .slice(from)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
