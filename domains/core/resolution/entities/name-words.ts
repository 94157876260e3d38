import { ARTICLES, leadingArticle, titleCore, titleKey } from '../../catalogue/title-key.js';
import { hashText } from '../../numeric/hash.js';
import { normalize, tokenize } from '../../text/tokenize.js';

/** What no sign is made of: blanks, marks without a letter, and characters that are not seen. */
const UNSEEN = /[\p{Z}\p{M}\p{C}]+/u;

/** The normalised words of a name, as they stand in queries; of a name of signs alone, such as "!!!", its signs. */
export function nameWords(name: string): string[] {
  const words = tokenize(name).map(({ text }) => text);
  return words.length > 0 ? words : normalize(name).split(UNSEEN).filter(Boolean);
}

/**
 * The fingerprint under which all the ways to write one name stand: without a leading article and marks, numbers as digits
 * (`titleKey`); of the words as they are for a name of nothing else, such as "+". Undefined without words.
 */
export function nameKey(words: readonly string[]): number | undefined {
  if (words.length === 0) return undefined;
  return titleKey(titleCore(words), 'exact') ?? hashText(words.join(' '));
}

/**
 * The letters and digits of a name without a leading article, marks and spaces: the same for the ways to write one name,
 * and for people to read. The name as it is, in lower case, where it has neither letters nor digits; a name of articles
 * alone keeps all of them ("The The").
 */
export function nameLetters(name: string): string {
  const core = titleCore(nameWords(name));
  const isNamed = core.some((word) => !ARTICLES.includes(word));
  const words = isNamed && leadingArticle(core) !== undefined ? core.slice(1) : core;
  const letters = words
    .join('')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return letters === '' ? name.trim().toLowerCase() : letters;
}

const ASCII_WORD = /^[a-z0-9]+$/;
const LATIN_MARKS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;
const NO_LETTERS = /[^\p{L}\p{M}\p{N}]/gu;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The terms of words for an index of words: conjunctions left out and numbers as digits, as in keys of names; without
 * marks on Latin, Greek and Cyrillic letters and without signs inside ("r&b" is "rb"); a word of a script without spaces
 * as its pairs of characters. For words of nothing else, such as "&", the words themselves.
 */
export function searchTerms(words: readonly string[]): readonly string[] {
  const core = titleCore(words);
  if (core.every((word) => ASCII_WORD.test(word)) && core.length > 0) return core;
  const terms = core.flatMap(termsOf);
  return terms.length > 0 ? terms : words;
}

function termsOf(word: string): string[] {
  if (ASCII_WORD.test(word)) return [word];
  const letters = word.normalize('NFD').replace(LATIN_MARKS, '').normalize('NFC').replace(NO_LETTERS, '');
  if (letters === '') return [];
  return UNSPACED.test(letters) ? pairsOf([...letters]) : [letters];
}

function pairsOf(characters: readonly string[]): string[] {
  if (characters.length === 1) return [characters[0]];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
