import { NluError } from '../../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../numeric/byte-planes.js';
import { inPart, partOf } from '../../entities/entity-columns.js';
import type { SemanticIndex } from './semantic-index.js';

const LISTS_PART = 'semantic.bin';
const TABLE_PART = 'semantic.table';
const VECTORS_PART = 'semantic.vectors';

/** The most entries of a vector, and bits of a bucket, that are read. */
const MOST_DIMENSIONS = 256;
const MOST_BITS = 20;

/** The parts of a bundle that hold both towers' results. */
export function encodeSemantic(index: SemanticIndex): Map<string, Uint8Array> {
  const { dimensions, bits, table, centres, starts, rows, vectors } = index;
  const sizes = toGaps(starts.subarray(1));
  return new Map<string, Uint8Array>([
    [LISTS_PART, Buffer.concat([[dimensions, bits], sizes, listGaps(rows, starts)].map((array) => toPlanes(array)))],
    [TABLE_PART, bytesOf(table)],
    [VECTORS_PART, Buffer.concat([bytesOf(centres), bytesOf(vectors)])],
  ]);
}

/**
 * @param count rows of the entity table
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function decodeSemantic(parts: ReadonlyMap<string, Uint8Array>, count: number): SemanticIndex {
  const reader = new PlaneReader(partOf(parts, LISTS_PART));
  const [shape, sizes, gaps] = Array.from({ length: 3 }, () => inPart(LISTS_PART, () => reader.next()));
  const [dimensions, bits] = shape;
  if (shape.length !== 2 || !isWithin(dimensions, MOST_DIMENSIONS) || !isWithin(bits, MOST_BITS)) {
    throw wrong(LISTS_PART, `vectors of ${dimensions} entries and buckets of ${bits} bits`);
  }
  const starts = new Uint32Array(sizes.length + 1);
  starts.set(fromGaps(sizes), 1);
  if (gaps.length !== count) throw wrong(LISTS_PART, `${gaps.length} vectors for ${count} entities`);
  if (starts[sizes.length] !== count) throw wrong(LISTS_PART, `lists of ${starts[sizes.length]} of ${count} entities`);
  const table = partOf(parts, TABLE_PART);
  const vectors = partOf(parts, VECTORS_PART);
  checkLength(TABLE_PART, table, 2 ** bits * dimensions);
  checkLength(VECTORS_PART, vectors, (sizes.length + count) * dimensions);
  return {
    dimensions,
    bits,
    table: signed(table),
    centres: signed(vectors.subarray(0, sizes.length * dimensions)),
    starts,
    rows: rowsOf(gaps, starts, count),
    vectors: signed(vectors.subarray(sizes.length * dimensions)),
  };
}

/** Rows that increase within each list, as their differences. */
function listGaps(rows: Uint32Array, starts: Uint32Array): Uint32Array {
  const gaps = new Uint32Array(rows.length);
  for (let list = 0; list + 1 < starts.length; list++) {
    gaps.set(toGaps(rows.subarray(starts[list], starts[list + 1])), starts[list]);
  }
  return gaps;
}

function rowsOf(gaps: Uint32Array, starts: Uint32Array, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  const isListed = new Uint8Array(count);
  for (let list = 0; list + 1 < starts.length; list++) {
    rows.set(fromGaps(gaps.subarray(starts[list], starts[list + 1])), starts[list]);
  }
  for (const row of rows) {
    if (row >= count) throw wrong(LISTS_PART, `row ${row}, where the catalogue has ${count}`);
    if (isListed[row]++ > 0) throw wrong(LISTS_PART, `row ${row} a second time`);
  }
  return rows;
}

function isWithin(value: number | undefined, most: number): boolean {
  return value !== undefined && value >= 1 && value <= most;
}

function checkLength(part: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw wrong(part, `${bytes.length} bytes, where ${length} are needed`);
}

function wrong(part: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}: ${problem}`);
}

function bytesOf(values: Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function signed(bytes: Uint8Array): Int8Array {
  return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
