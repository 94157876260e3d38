import { addUnit, finish, hashText, TEXT_BASIS } from '../../../numeric/hash.js';

/** Words beyond are not looked at. */
const MOST_WORDS = 128;
/** UTF-16 units of one word beyond are not looked at. */
const MOST_UNITS = 24;
const MOST_FEATURES = MOST_WORDS * (MOST_UNITS + 1);
const [FIRST, LAST] = ['<', '>'].map((edge) => edge.charCodeAt(0));

/**
 * The features of words by which both towers know them: each word, and its pieces of three characters with its edges,
 * hashed into 2^bits buckets. A buffer that every call uses again.
 */
export class TextFeatures {
  /** `[count]` */
  readonly buckets = new Uint32Array(MOST_FEATURES);
  count = 0;
  readonly #shift: number;

  /** @param bits 1 to 24 */
  constructor(bits: number) {
    this.#shift = 32 - bits;
  }

  /** The features of words (strategies/semantic/plain-words.ts) in place of those before. */
  read(words: readonly string[]): this {
    this.count = 0;
    const end = Math.min(words.length, MOST_WORDS);
    for (let index = 0; index < end; index++) this.#add(words[index]);
    return this;
  }

  #add(word: string): void {
    const end = Math.min(word.length, MOST_UNITS);
    this.buckets[this.count++] = hashText(word) >>> this.#shift;
    for (let at = -1; at + 1 < end; at++) {
      let state = addUnit(TEXT_BASIS, at < 0 ? FIRST : word.charCodeAt(at));
      state = addUnit(state, word.charCodeAt(at + 1));
      state = addUnit(state, at + 2 < end ? word.charCodeAt(at + 2) : LAST);
      this.buckets[this.count++] = finish(state) >>> this.#shift;
    }
  }
}
