import { NluError } from '../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../numeric/byte-planes.js';
import { hashText } from '../../numeric/hash.js';
import { inPart, partOf } from '../entities/entity-columns.js';

/**
 * All names of all entities by their keys: one entry for each name and alias, `[entries]`, sorted by key, then by the
 * entity's kind, then the more popular first, then by row.
 */
export interface ExactIndex {
  /** Fingerprints of names (`nameKey`). */
  readonly keys: Uint32Array;
  /** Which spelling a name has (`spellingOf`). */
  readonly spellings: Uint16Array;
  readonly rows: Uint32Array;
}

/** Sixteen bits that tell spellings of one name apart: "beyoncé" and "beyonce" have one key. */
export function spellingOf(words: readonly string[]): number {
  return hashText(words.join(' ')) & 0xffff;
}

const PART = 'exact.bin';

export function encodeExact({ keys, spellings, rows }: ExactIndex): Map<string, Uint8Array> {
  return new Map([[PART, Buffer.concat([toPlanes(toGaps(keys)), toPlanes(spellings), toPlanes(rows)])]]);
}

/**
 * @param count rows of the entity table
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function decodeExact(parts: ReadonlyMap<string, Uint8Array>, count: number): ExactIndex {
  const reader = new PlaneReader(partOf(parts, PART));
  const [gaps, spellings, rows] = Array.from({ length: 3 }, () => inPart(PART, () => reader.next()));
  if (spellings.length !== gaps.length || rows.length !== gaps.length) {
    throw new NluError('FAILED_PRECONDITION', `${PART}: its arrays have different lengths`);
  }
  const beyond = rows.findIndex((row) => row >= count);
  if (beyond >= 0) {
    const problem = `entry ${beyond} names row ${rows[beyond]}; the table has ${count}`;
    throw new NluError('FAILED_PRECONDITION', `${PART}: ${problem}`);
  }
  return { keys: fromGaps(gaps), spellings: Uint16Array.from(spellings), rows };
}
