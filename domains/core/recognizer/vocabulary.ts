import { CountTable } from '../numeric/count-table.js';

/** The id of every feature that a vocabulary doesn't know: its weight rows are zero. */
export const UNKNOWN = 0;

/** Feature fingerprints to dense ids 1..size. Immutable; `fingerprints` in id order is its whole content. */
export class Vocabulary {
  readonly fingerprints: Uint32Array;
  /** Fingerprint -> id, and UNKNOWN for what it does not hold. */
  readonly ids: CountTable;

  /** `ids` as another vocabulary of the same fingerprints has them, where their places need not be found again. */
  constructor(fingerprints: Uint32Array, ids = CountTable.of(fingerprints, fingerprints.map(idOf))) {
    this.fingerprints = fingerprints;
    this.ids = ids;
  }

  get size(): number {
    return this.fingerprints.length;
  }

  /** The feature's id, or UNKNOWN. */
  id(fingerprint: number): number {
    return this.ids.get(fingerprint);
  }
}

function idOf(_: number, index: number): number {
  return index + 1;
}
