/**
 * Nobody answers "which one?" in more words than this. Reading an answer takes time that grows with the cube of its words,
 * and each phrase of it with that of a title: longer utterances are no answers, and longer titles are known by their start.
 */
export const MOST_ANSWER_WORDS = 64;

/** The words of an utterance: lower case, without punctuation but apostrophes inside words. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('\u2019', "'");
  return plain.match(/[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{N}\p{M}]+)*/gu) ?? [];
}

/** A word without the plural's "s", so that "movie" and "movies" are one. */
export function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Whether `phrase` stands in `words` at `place`. */
export function standsAt(words: readonly string[], place: number, phrase: readonly string[]): boolean {
  return place + phrase.length <= words.length && phrase.every((word, index) => words[place + index] === word);
}
