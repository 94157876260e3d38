import { NluError } from '../../../serving/errors.js';

/**
 * Arrays of whole numbers as bytes that compress well: byte 0 of every entry, then byte 1 of every entry, and so on, so
 * that the high bytes, nearly all zero, stand together. Little-endian, after a length of four bytes.
 */
export function toPlanes(values: ArrayLike<number>): Uint8Array {
  const count = values.length;
  const bytes = new Uint8Array(4 + 4 * count);
  new DataView(bytes.buffer).setUint32(0, count, true);
  for (let index = 0; index < count; index++) {
    const value = values[index];
    for (let plane = 0; plane < 4; plane++) bytes[4 + plane * count + index] = value >>> (8 * plane);
  }
  return bytes;
}

/**
 * Reads arrays one after the other as `toPlanes` wrote them.
 * @throws NluError FAILED_PRECONDITION where the bytes end too early
 */
export class PlaneReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): Uint32Array {
    const header = this.#at + 4;
    if (header > this.#bytes.length) throw tooShort();
    const count = new DataView(this.#bytes.buffer, this.#bytes.byteOffset).getUint32(this.#at, true);
    if (count > (this.#bytes.length - header) / 4) throw tooShort();
    const values = new Uint32Array(count);
    const bytes = this.#bytes;
    // Every entry is written once, since a service reads half a million of them while it starts.
    for (let index = 0, at = header; index < count; index++, at++) {
      values[index] =
        bytes[at] | (bytes[at + count] << 8) | (bytes[at + 2 * count] << 16) | (bytes[at + 3 * count] << 24);
    }
    this.#at = header + 4 * count;
    return values;
  }
}

/** Increasing numbers as their differences. */
export function toGaps(increasing: Uint32Array): Uint32Array {
  return increasing.map((value, index) => value - (index === 0 ? 0 : increasing[index - 1]));
}

export function fromGaps(gaps: Uint32Array): Uint32Array {
  const values = new Uint32Array(gaps.length);
  let value = 0;
  for (let index = 0; index < gaps.length; index++) {
    value += gaps[index];
    values[index] = value;
  }
  return values;
}

function tooShort(): NluError {
  return new NluError('FAILED_PRECONDITION', 'a packed array is longer than its bytes');
}
