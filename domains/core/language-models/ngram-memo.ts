/** The longest n-gram that is remembered. */
export const LONGEST_REMEMBERED = 5;
/** 32-bit words of a place: the condition, the n-gram's symbols (0 before a sequence's beginning) and its logarithm. */
const WORDS = 8;
const LOGARITHM = 3;

/**
 * The log-probabilities of recent n-grams. Words repeat, and a place here is one cache line where the model's tables
 * cost a dozen. Each n-gram has one place, which it shares with others; its symbols are compared in full, so that a
 * remembered value is the model's own to the last bit.
 */
export class NgramMemo {
  readonly #keys: Uint32Array;
  readonly #logarithms: Float64Array;
  readonly #mask: number;
  readonly #order: number;
  /** The condition and the symbols of the n-gram of the last `recall`, the newest first; and its place. */
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

  /** log P(`symbols[index]` | those before it); NaN where it is not remembered: then call `remember` with it. */
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

  /** Keeps the value that the last `recall` did not know. */
  remember(logarithm: number): void {
    this.#keys.set(this.#asked, this.#place * WORDS);
    this.#logarithms[this.#place * (WORDS / 2) + LOGARITHM] = logarithm;
  }
}
