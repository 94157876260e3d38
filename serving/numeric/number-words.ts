const UNITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const TEENS = ['eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** English cardinal words with their values. */
export const CARDINALS: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...UNITS, ...TEENS].map((word, value) => [word, value] as const),
  ...TENS.map((word, place) => [word, 10 * (place + 2)] as const),
  ['hundred', 100],
  ['thousand', 1000],
]);

/** The value of a number word; undefined for any other word. */
export function numberOf(word: string): number | undefined {
  return CARDINALS.get(word);
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
