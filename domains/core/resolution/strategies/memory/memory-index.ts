import { z } from 'zod';
import { NluError } from '../../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../numeric/byte-planes.js';
import { inPart, partOf } from '../../entities/entity-columns.js';

/** Counts are in these parts of an accepted request. */
export const PARTS_OF_REQUEST = 64;
/** A key has no more entries: those with the largest counts. */
export const MOST_OF_KEY = 16;

/**
 * What was meant by queries: fingerprints of queries (`nameKey`) and the entities that were accepted for them, or that are
 * expected to be. No text of a query is kept. `[entries]`, by key, then the largest count first, then by row.
 */
export interface MemoryIndex {
  readonly keys: Uint32Array;
  /** Rows of the entity table. */
  readonly rows: Uint32Array;
  /** Accepted requests, decayed to the moment of `asOf`, in 64ths; at least 1. */
  readonly counts: Uint32Array;
  /** The moment for which the counts hold, in ms since 1970. */
  readonly asOf: number;
  /** After so many days an accepted request counts half. */
  readonly halfLifeDays: number;
}

const ENTRIES = 'memory.bin';
const TIMES = 'memory.json';

const timesSchema = z.strictObject({ asOf: z.number().nonnegative(), halfLifeDays: z.number().positive() });

export function encodeMemory({ keys, rows, counts, asOf, halfLifeDays }: MemoryIndex): Map<string, Uint8Array> {
  return new Map<string, Uint8Array>([
    [ENTRIES, Buffer.concat([toPlanes(toGaps(keys)), toPlanes(rows), toPlanes(counts)])],
    [TIMES, Buffer.from(JSON.stringify({ asOf, halfLifeDays }))],
  ]);
}

/**
 * @param count rows of the entity table
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function decodeMemory(parts: ReadonlyMap<string, Uint8Array>, count: number): MemoryIndex {
  const reader = new PlaneReader(partOf(parts, ENTRIES));
  const [gaps, rows, counts] = Array.from({ length: 3 }, () => inPart(ENTRIES, () => reader.next()));
  const times = partOf(parts, TIMES);
  const json: unknown = inPart(TIMES, () => JSON.parse(Buffer.from(times).toString('utf8')));
  const read = timesSchema.safeParse(json);
  if (!read.success) throw wrong(TIMES, z.prettifyError(read.error));
  if (rows.length !== gaps.length || counts.length !== gaps.length) {
    throw wrong(ENTRIES, 'its arrays have different lengths');
  }
  const keys = fromGaps(gaps);
  for (let entry = 0; entry < keys.length; entry++) {
    if (entry > 0 && keys[entry] < keys[entry - 1]) throw wrong(ENTRIES, `the key of entry ${entry} is out of order`);
    if (entry >= MOST_OF_KEY && keys[entry] === keys[entry - MOST_OF_KEY]) {
      throw wrong(ENTRIES, `the key of entry ${entry} has more than ${MOST_OF_KEY} entries`);
    }
    if (rows[entry] >= count) {
      throw wrong(ENTRIES, `entry ${entry} names row ${rows[entry]}; the table has ${count}`);
    }
    if (counts[entry] === 0) throw wrong(ENTRIES, `entry ${entry} counts nothing`);
  }
  return { keys, rows, counts, ...read.data };
}

function wrong(part: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}: ${problem}`);
}
