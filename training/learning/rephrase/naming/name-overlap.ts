/** A word that is likelier part of a name than not. */
const NAMED = 0.5;

/** The words of a request that are probably part of a name, in its order. @param probabilities `[words]` */
export function namedWords(words: readonly string[], probabilities: readonly number[]): string[] {
  return words.filter((_, index) => probabilities[index] >= NAMED);
}

/** Share of the probability of names that stands on words which another request has, too, in [0, 1]. */
export function sharedWeight(
  words: readonly string[],
  probabilities: readonly number[],
  others: readonly string[],
): number {
  const has = new Set(others);
  let [shared, all] = [0, 0];
  for (const [index, word] of words.entries()) {
    all += probabilities[index];
    if (has.has(word)) shared += probabilities[index];
  }
  return all === 0 ? Number.NaN : shared / all;
}

/** The largest probability of a word that another request does not have, in [0, 1]; 0 where it has all. */
export function likeliestMissing(
  words: readonly string[],
  probabilities: readonly number[],
  others: readonly string[],
): number {
  const has = new Set(others);
  return words.reduce((most, word, index) => (has.has(word) ? most : Math.max(most, probabilities[index])), 0);
}

/**
 * How far a name is from standing somewhere within letters (Sellers 1980): the least letters to put in, take out or
 * exchange, over the name's own, in [0, 1].
 */
export function distanceWithin(name: string, letters: string): number {
  if (name.length === 0) return 0;
  // The name may begin anywhere, and end anywhere.
  let row = new Uint16Array(letters.length + 1);
  for (let index = 0; index < name.length; index++) {
    const next = new Uint16Array(letters.length + 1);
    next[0] = index + 1;
    for (let place = 0; place < letters.length; place++) {
      const exchanged = row[place] + (name.charCodeAt(index) === letters.charCodeAt(place) ? 0 : 1);
      next[place + 1] = Math.min(exchanged, row[place + 1] + 1, next[place] + 1);
    }
    row = next;
  }
  return Math.min(...row) / name.length;
}
