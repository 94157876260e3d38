import { NluError } from '../../../../serving/errors.js';

/** Many texts in one array of bytes. */
export interface Strings {
  /** UTF-8, one text after the other. */
  readonly bytes: Uint8Array;
  /** `[count + 1]`: where each begins, and where the last one ends. */
  readonly starts: Uint32Array;
}

/** Reads single texts. */
export class StringReader {
  readonly count: number;
  readonly #buffer: Buffer;
  readonly #starts: Uint32Array;

  constructor({ bytes, starts }: Strings) {
    this.count = starts.length - 1;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#starts = starts;
  }

  get(index: number): string {
    return this.#buffer.toString('utf8', this.#starts[index], this.#starts[index + 1]);
  }

  /** Whether the text at an index has these UTF-8 bytes. */
  equals(index: number, bytes: Uint8Array): boolean {
    const [from, to] = [this.#starts[index], this.#starts[index + 1]];
    return to - from === bytes.length && this.#buffer.compare(bytes, 0, bytes.length, from, to) === 0;
  }

  /** A fingerprint of the bytes of the text at an index, as `hashBytes` makes it. */
  hashOf(index: number): number {
    return hashBytes(this.#buffer, this.#starts[index], this.#starts[index + 1]);
  }
}

/** 32 bits of some bytes: FNV-1a, mixed by murmur3's finaliser. */
export function hashBytes(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let state = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) state = Math.imul(state ^ bytes[at], 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

/** The length of each text in bytes, as it is stored. */
export function lengthsOf({ starts }: Strings): Uint32Array {
  return Uint32Array.from({ length: starts.length - 1 }, (_, index) => starts[index + 1] - starts[index]);
}

/**
 * Texts by their bytes and lengths.
 * @param part names what is read, for the error
 * @throws NluError FAILED_PRECONDITION where lengths and bytes do not agree
 */
export function stringsOf(part: string, bytes: Uint8Array, lengths: Uint32Array): Strings {
  const starts = new Uint32Array(lengths.length + 1);
  let end = 0;
  for (let index = 0; index < lengths.length; index++) {
    starts[index] = end;
    end += lengths[index];
    if (end > bytes.length) break;
  }
  if (end !== bytes.length) {
    throw new NluError('FAILED_PRECONDITION', `${part}: its texts have another length than its ${bytes.length} bytes`);
  }
  starts[lengths.length] = end;
  return { bytes, starts };
}
