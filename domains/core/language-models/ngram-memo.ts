/** The longest n-gram that is remembered. */
export const LONGEST_REMEMBERED = 5;
/** A place: the condition, the n-gram's symbols (0 where a sequence begins within it) and its logarithm, in 32-bit words. */
const WORDS = 8;
const LOGARITHM = 3;

/**
 * What a model said of the n-grams that were asked for last: people's words repeat themselves, and a place here is one line of
 * memory where the model's tables cost a dozen. An n-gram has one place, which it shares with others; what it was is compared
 * in full, so that an answer is the model's own to the last bit.
 */
export class NgramMemo {
  readonly #keys: Uint32Array;
  readonly #logarithms: Float64Array;
  readonly #mask: number;
  readonly #order: number;
  /** The n-gram that was looked up last, its oldest symbol first, behind its condition; and its place. */
  readonly #asked = new Uint32Array(1 + LONGEST_REMEMBERED);
  #place = 0;

  /** @param order of the model, LONGEST_REMEMBERED at most; @param places a power of two */
  constructor(order: number, places: number) {
    const buffer = new ArrayBuffer(places * WORDS * 4);
    this.#keys = new Uint32Array(buffer);
    this.#logarithms = new Float64Array(buffer);
    this.#mask = places - 1;
    this.#order = order;
  }

  /** log P of `symbols[index]` behind those before it; NaN where it is not remembered: `remember` is told it then. */
  recall(condition: number, symbols: ArrayLike<number>, index: number): number {
    const asked = this.#asked;
    asked[0] = condition;
    let mixed = condition;
    for (let back = 0; back < this.#order; back++) {
      const symbol = back <= index ? symbols[index - back] : 0;
      asked[1 + back] = symbol;
      mixed = Math.imul(mixed ^ symbol, 0x9e3779b1) + (mixed >>> 15);
    }
    this.#place = (mixed ^ (mixed >>> 16)) & this.#mask;
    const at = this.#place * WORDS;
    for (let word = 0; word <= this.#order; word++) if (this.#keys[at + word] !== asked[word]) return Number.NaN;
    return this.#logarithms[this.#place * (WORDS / 2) + LOGARITHM];
  }

  /** What the last `recall` did not know. */
  remember(logarithm: number): void {
    this.#keys.set(this.#asked, this.#place * WORDS);
    this.#logarithms[this.#place * (WORDS / 2) + LOGARITHM] = logarithm;
  }
}
