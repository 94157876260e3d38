const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const TEENS = ['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

const cardinals = new Map<string, number>([
  ...[...UNITS, ...TEENS].map((word, value) => [word, value] as const),
  ...TENS.map((word, place) => [word, 10 * (place + 2)] as const),
  ['hundred', 100],
  ['thousand', 1000],
]);

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
  return [...cardinals.keys(), ...romans.keys(), 'i', 'v'];
}

/** The value of a number word; undefined for any other word. */
export function numberOf(word: string): number | undefined {
  return cardinals.get(word);
}

/**
 * The one number that two number words make, as "twenty one" and "two thousand" do; undefined where they are two numbers,
 * as in "nineteen eighty".
 * @param before the number before; 0: none
 */
export function joinedNumber(before: number, number: number): number | undefined {
  if (before === 0) return undefined;
  if (number === 100 || number === 1000) return before < number ? before * number : undefined;
  const isWholeTens = before % 100 >= 20 && before % 10 === 0 && number > 0 && number < 10;
  const isWholeHundreds = before % 100 === 0 && number > 0 && number < 100;
  return isWholeTens || isWholeHundreds ? before + number : undefined;
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
