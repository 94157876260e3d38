/** The most words that a domain may name for its media. */
export const MOST_MEDIA = 256;

/** In UTF-16 code units. */
const LONGEST_WORD = 128;

/** Whether a domain may name this for its media: 1 to 128 characters, which are well-formed. */
export function isMediaWord(word: string): boolean {
  return word.length > 0 && word.length <= LONGEST_WORD && !word.includes('\ufffd');
}
