import { CARDINALS, joinedNumber } from '../../../serving/numeric/number-words.js';
import { normalisedValue } from '../readings.js';

/** Ordinals that are not their cardinal with "th" behind it. */
const IRREGULAR: readonly (readonly [word: string, number: number])[] = [
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fifth', 5],
  ['eighth', 8],
  ['ninth', 9],
  ['twelfth', 12],
];

/** A number word: its value, and the letters that stand behind the digits: "th" of an ordinal, "s" of a decade. */
interface NumberWord {
  readonly number: number;
  readonly ending: '' | 'th' | 's';
}

const numberWords = new Map<string, NumberWord>();
for (const [word, number] of CARDINALS) {
  numberWords.set(word, { number, ending: '' });
  numberWords.set(word.endsWith('ty') ? `${word.slice(0, -1)}ieth` : `${word}th`, { number, ending: 'th' });
  if (word.endsWith('ty')) numberWords.set(`${word.slice(0, -1)}ies`, { number, ending: 's' });
}
for (const [word, number] of IRREGULAR) numberWords.set(word, { number, ending: 'th' });

/** "1st", "2nd" and so on, which become "1th" and "2th": one way to write them all. */
const ordinalDigits = /^(\d+)(?:st|nd|rd|th)$/u;

/**
 * What a slot's value sounds like: two values with one spoken form are the same words, however a recogniser writes them.
 * Letters in lower case without marks, digits, and nothing between them, numbers as digits: "What's" is "what s", "play
 * list" is "playlist", "Beyoncé" is "beyonce", "twenty first" is "21st", "nineteen eighties" is "1980s". A value without
 * letter or digit, such as "???", is its normalised value.
 */
export function spokenForm(value: string): string {
  const plain = value.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  const parts: string[] = [];
  // The number that the last part stands for while further words may add to it; 0: none does.
  let open = 0;
  for (const word of words) {
    const known = numberWords.get(word);
    if (!known) {
      parts.push(word.replace(ordinalDigits, '$1th'));
      open = 0;
      continue;
    }
    const whole = joinedNumber(open, known.number);
    if (whole !== undefined) parts.pop();
    parts.push(`${whole ?? known.number}${known.ending}`);
    open = known.ending === '' ? (whole ?? known.number) : 0;
  }
  return parts.join('') || normalisedValue(value);
}
