import { CountTable } from '../numeric/count-table.js';

/** The id of every feature that a vocabulary does not have: its weights are zero. */
export const UNKNOWN = 0;

/** Feature fingerprints to dense ids 1..size. Immutable; `fingerprints` in id order is its whole content. */
export class Vocabulary {
  readonly fingerprints: Uint32Array;
  /** Fingerprint -> id; UNKNOWN for others. */
  readonly ids: CountTable;

  /** @param ids the table of another vocabulary of the same fingerprints, which saves making one */
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
