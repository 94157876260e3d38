/** Letters that recognisers take for one another more often than for others; vowels are one group. */
const ALIKE = ['aeiouy', 'ckqgx', 'szx', 'bp', 'dt', 'fv', 'gj', 'mn', 'lr'];
const ALIKE_COST = 0.3;
/** Letters that are hardly heard: they come and go at a lower cost. */
const WEAK = 'aeiouyhw';
const WEAK_COST = 0.4;

const LETTERS = 26;
const FIRST = 'a'.charCodeAt(0);
/** `[26, 26]` what it costs that one letter stands for another. */
const substitution = Float64Array.from({ length: LETTERS * LETTERS }, (_, pair) => {
  const [one, other] = [Math.floor(pair / LETTERS), pair % LETTERS];
  if (one === other) return 0;
  const letters = [one, other].map((letter) => String.fromCharCode(FIRST + letter));
  return ALIKE.some((group) => letters.every((letter) => group.includes(letter))) ? ALIKE_COST : 1;
});
/** `[26]` what it costs that a letter is missing. */
const gap = Float64Array.from({ length: LETTERS }, (_, letter) =>
  WEAK.includes(String.fromCharCode(FIRST + letter)) ? WEAK_COST : 1,
);

/** The first of the groups that a word's first letter belongs to; the number of groups for a character that is no letter of any. */
export function firstSound(word: string): number {
  const group = ALIKE.findIndex((letters) => letters.includes(word.charAt(0)));
  return group < 0 ? ALIKE.length : group;
}

let row = new Float64Array(64);

/**
 * How far two strings are from sounding alike, in [0, 1]: 0 for the same letters, 1 for nothing in common. It is the least
 * cost of turning one into the other (Levenshtein), with like-sounding letters cheap to exchange and weak ones cheap to leave
 * out, over the length of the longer. Characters that are no letter from a to z are like only themselves. Two empty strings
 * are alike.
 */
export function soundDistance(one: string, other: string): number {
  const longer = Math.max(one.length, other.length);
  if (one === other) return 0;
  if (row.length <= other.length) row = new Float64Array(2 * other.length);
  row[0] = 0;
  for (let place = 0; place < other.length; place++) row[place + 1] = row[place] + gapOf(other.charCodeAt(place));
  for (let index = 0; index < one.length; index++) {
    const unit = one.charCodeAt(index);
    const dropped = gapOf(unit);
    let diagonal = row[0];
    row[0] = diagonal + dropped;
    for (let place = 0; place < other.length; place++) {
      const next = other.charCodeAt(place);
      const exchanged = diagonal + substitutionOf(unit, next);
      diagonal = row[place + 1];
      row[place + 1] = Math.min(exchanged, diagonal + dropped, row[place] + gapOf(next));
    }
  }
  return Math.min(1, row[other.length] / longer);
}

function isLetter(unit: number): boolean {
  return unit >= FIRST && unit < FIRST + LETTERS;
}

function gapOf(unit: number): number {
  return isLetter(unit) ? gap[unit - FIRST] : 1;
}

function substitutionOf(one: number, other: number): number {
  if (one === other) return 0;
  return isLetter(one) && isLetter(other) ? substitution[(one - FIRST) * LETTERS + other - FIRST] : 1;
}
