import { hashBytes, type Strings } from '../../domains/core/resolution/entities/strings.js';
import { growingBytes, growingNumbers } from './growing-array.js';

const FIRST_CAPACITY = 2 ** 12;

/** Texts, each kept once and known by its number: 8 to 20 bytes each beside their UTF-8. */
export class InternedStrings {
  readonly #bytes = growingBytes();
  readonly #starts = growingNumbers();
  /** Open addressing: number + 1 of a text; 0: empty. */
  #places = new Uint32Array(FIRST_CAPACITY);
  readonly #encoder = new TextEncoder();
  #scratch = new Uint8Array(1024);

  constructor() {
    this.#starts.push(0);
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  /** The number of a text, the same for the same text. */
  numberOf(text: string): number {
    if (this.#scratch.length < 3 * text.length) this.#scratch = new Uint8Array(6 * text.length);
    const { written } = this.#encoder.encodeInto(text, this.#scratch);
    const bytes = this.#scratch.subarray(0, written);
    const place = this.#placeOf(bytes);
    const found = this.#places[place];
    if (found > 0) return found - 1;
    this.#bytes.pushAll(bytes);
    this.#starts.push(this.#bytes.length);
    this.#places[place] = this.count;
    if (2 * this.count > this.#places.length) this.#grow();
    return this.count - 1;
  }

  /** All texts by their numbers. */
  strings(): Strings {
    return { bytes: this.#bytes.view().slice(), starts: this.#starts.view().slice() };
  }

  #placeOf(bytes: Uint8Array): number {
    const mask = this.#places.length - 1;
    let place = hashBytes(bytes) & mask;
    while (this.#places[place] > 0 && !this.#is(this.#places[place] - 1, bytes)) place = (place + 1) & mask;
    return place;
  }

  #is(number: number, bytes: Uint8Array): boolean {
    const starts = this.#starts.view();
    const all = this.#bytes.view();
    const from = starts[number];
    if (starts[number + 1] - from !== bytes.length) return false;
    for (let at = 0; at < bytes.length; at++) if (all[from + at] !== bytes[at]) return false;
    return true;
  }

  #grow(): void {
    const starts = this.#starts.view();
    const all = this.#bytes.view();
    this.#places = new Uint32Array(2 * this.#places.length);
    const mask = this.#places.length - 1;
    for (let number = 0; number < this.count; number++) {
      let place = hashBytes(all, starts[number], starts[number + 1]) & mask;
      while (this.#places[place] > 0) place = (place + 1) & mask;
      this.#places[place] = number + 1;
    }
  }
}
