import { combine, hashText } from '../../../numeric/hash.js';
import type { AskingWords } from './asking-words.js';

/** The postings of 64 rows stand between two places at which a list may be entered. */
export const BLOCK = 64;

/**
 * Which rows have which terms in which fields. A list is the rows of one term in one field, increasing; lists are in the
 * order of their keys.
 */
export interface PostingIndex {
  /** `[lists]`, increasing, each once: fingerprints of field and term (`listKey`). */
  readonly keys: Uint32Array;
  /** `[lists]`: the field of each, as an index into ENTITY_FIELDS. */
  readonly fields: Uint8Array;
  /** `[lists]`: number of rows of each. */
  readonly sizes: Uint32Array;
  /** `[lists + 1]`: where each begins in `bytes`. */
  readonly starts: Uint32Array;
  /**
   * For each row a number in groups of seven bits, the lowest first, with the eighth bit set where another follows: twice
   * the distance to the row before (for the first, to -1), one more where the term stands there more than once; then a byte
   * follows with how often, 255 at most.
   */
  readonly bytes: Uint8Array;
  /** By field: `[count]`, number of terms of each row, 255 at most; of length 0 where no row has the field. */
  readonly lengths: readonly Uint8Array[];
  /** What the terms of a description weigh. */
  readonly asking: AskingWords;
}

/** The fingerprint of the list of a term in the field of an index. */
export function listKey(field: number, term: string): number {
  return listKeyOf(field, hashText(term));
}

/** The same by the fingerprint of the term (`hashText`). */
export function listKeyOf(field: number, hash: number): number {
  return combine(field + 1, hash);
}

/** The places at which the lists of more than one block may be entered. */
export interface EntryPoints {
  /** Lists of more than one block, increasing. */
  readonly lists: Uint32Array;
  /** `[lists + 1]`: where the entry points of each begin. */
  readonly starts: Uint32Array;
  /** The row before each block. */
  readonly rows: Int32Array;
  /** Where each block begins in the index's bytes. */
  readonly bytes: Uint32Array;
}

/** Finds the entry points by reading every long list once, and checks what it reads. @throws RangeError for wrong postings */
export function entryPoints({ sizes, starts, bytes }: PostingIndex, count: number): EntryPoints {
  const lists: number[] = [];
  const entries: number[] = [];
  let blocks = 0;
  for (let list = 0; list < sizes.length; list++) {
    if (sizes[list] > BLOCK) {
      lists.push(list);
      entries.push(blocks);
      blocks += Math.ceil(sizes[list] / BLOCK);
    }
  }
  entries.push(blocks);
  const rows = new Int32Array(blocks);
  const places = new Uint32Array(blocks);
  let block = 0;
  for (let list = 0; list < sizes.length; list++) {
    const isLong = sizes[list] > BLOCK;
    let row = -1;
    let at = starts[list];
    for (let posting = 0; posting < sizes[list]; posting++) {
      if (isLong && posting % BLOCK === 0) {
        rows[block] = row;
        places[block++] = at;
      }
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        if (byte === undefined || shift > 21) throw new RangeError(`list ${list} has a posting that does not end`);
        value |= (byte & 127) << shift;
        if (byte < 128) break;
      }
      if (value < 2) throw new RangeError(`list ${list} has a row twice`);
      row += value >>> 1;
      if (row >= count) throw new RangeError(`list ${list} names row ${row}; the table has ${count}`);
      if (value & 1) at++;
    }
    if (at !== starts[list + 1]) throw new RangeError(`list ${list} ends elsewhere than the next begins`);
  }
  return { lists: Uint32Array.from(lists), starts: Uint32Array.from(entries), rows, bytes: places };
}

/** Calls with every row of a list, increasing, and how often the term stands there. */
export function eachRow(
  { bytes, starts }: PostingIndex,
  list: number,
  visit: (row: number, times: number) => void,
): void {
  let row = -1;
  for (let at = starts[list]; at < starts[list + 1]; ) {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    row += value >>> 1;
    visit(row, value & 1 ? bytes[at++] : 1);
  }
}
