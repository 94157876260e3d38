import { CARDINALS } from '../../../serving/numeric/number-words.js';

/** Roman numerals of 2 to 39; "i" and "v" are words more often than numbers. */
const romans = new Map<string, string>();
for (let value = 2; value < 40; value++) {
  const units = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'][value % 10];
  const numeral = 'x'.repeat(Math.floor(value / 10)) + units;
  if (numeral !== 'v') romans.set(numeral, String(value));
}

/** Words that a number of a part stands behind. */
const PARTS: readonly string[] = ['part', 'chapter', 'episode', 'volume', 'vol', 'book', 'act', 'season'];

/** Every word that may stand for a number. */
export function numeralWords(): string[] {
  return [...CARDINALS.keys(), ...romans.keys(), 'i', 'v'];
}

/**
 * The digits of a Roman numeral; undefined for any other word. "V" is one at the end of several words ("rocky v"), and "i"
 * there behind a word such as "part".
 * @param index of the word among the words from `from` to `to`, exclusive
 */
export function romanOf(
  word: string,
  words: readonly string[],
  index: number,
  from: number,
  to: number,
): string | undefined {
  if (word !== 'v' && word !== 'i') return romans.get(word);
  if (index === from || index !== to - 1) return undefined;
  if (word === 'v') return '5';
  return PARTS.includes(words[index - 1]) ? '1' : undefined;
}
