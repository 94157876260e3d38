import { combine } from '../numeric/hash.js';

/**
 * Rows of fingerprints in one buffer, which grows and is used again, so that writing allocates nothing once it is large
 * enough. Its content is valid until the next `begin`.
 */
export class FeatureRows {
  #fingerprints = new Uint32Array(4096);
  #ends = new Int32Array(128);
  #rows = 0;
  #length = 0;

  /** Empties the buffer and makes room for `rows` rows of `width` at most. */
  begin(rows: number, width: number): void {
    if (this.#fingerprints.length < rows * width) this.#fingerprints = new Uint32Array(2 * rows * width);
    if (this.#ends.length < rows) this.#ends = new Int32Array(2 * rows);
    this.#rows = 0;
    this.#length = 0;
  }

  /** Adds a template's feature with a value to the row that is being written. */
  add(template: number, value: number): void {
    this.#fingerprints[this.#length++] = combine(template, value);
  }

  /** Adds a feature that was made before. */
  addFingerprint(fingerprint: number): void {
    this.#fingerprints[this.#length++] = fingerprint;
  }

  endRow(): void {
    this.#ends[this.#rows++] = this.#length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Where a row begins in `fingerprints`; for the number of rows, where the last row ends. */
  start(row: number): number {
    return row === 0 ? 0 : this.#ends[row - 1];
  }

  get fingerprints(): Uint32Array {
    return this.#fingerprints;
  }

  /** A copy of a row, which stays valid. */
  row(row: number): number[] {
    return Array.from(this.#fingerprints.subarray(this.start(row), this.start(row + 1)));
  }
}
