import { NluError } from '../../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../numeric/byte-planes.js';
import { ENTITY_FIELDS } from '../../entities/entity.js';
import { inPart, partOf } from '../../entities/entity-columns.js';
import type { PostingIndex } from './posting-index.js';

const LISTS_PART = 'lexical.bin';
const POSTINGS_PART = 'lexical.postings';
const LENGTHS_PART = 'lexical.lengths';

/** The parts of a bundle that hold an index of words. */
export function encodePostings({ keys, fields, sizes, starts, bytes, lengths }: PostingIndex): Map<string, Uint8Array> {
  const ends = starts.subarray(1);
  return new Map<string, Uint8Array>([
    [LISTS_PART, Buffer.concat([toPlanes(toGaps(keys)), toPlanes(fields), toPlanes(sizes), toPlanes(toGaps(ends))])],
    [POSTINGS_PART, bytes],
    [LENGTHS_PART, Buffer.concat(lengths.flatMap((ofField) => [Uint8Array.of(ofField.length > 0 ? 1 : 0), ofField]))],
  ]);
}

/**
 * @param count rows of the entity table
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function decodePostings(parts: ReadonlyMap<string, Uint8Array>, count: number): PostingIndex {
  const reader = new PlaneReader(partOf(parts, LISTS_PART));
  const [gaps, fields, sizes, lengths] = Array.from({ length: 4 }, () => inPart(LISTS_PART, () => reader.next()));
  const bytes = partOf(parts, POSTINGS_PART);
  const starts = new Uint32Array(gaps.length + 1);
  starts.set(fromGaps(lengths).subarray(0, gaps.length), 1);
  const isWhole = [fields, sizes, lengths].every(({ length }) => length === gaps.length);
  if (!isWhole || starts[gaps.length] !== bytes.length) {
    const problem = `its lists do not agree with the ${bytes.length} bytes of ${POSTINGS_PART}`;
    throw new NluError('FAILED_PRECONDITION', `${LISTS_PART}: ${problem}`);
  }
  const beyond = fields.find((field) => field >= ENTITY_FIELDS.length);
  if (beyond !== undefined) throw new NluError('FAILED_PRECONDITION', `${LISTS_PART}: there is no field ${beyond}`);
  return {
    keys: fromGaps(gaps),
    fields: Uint8Array.from(fields),
    sizes,
    starts,
    bytes,
    lengths: fieldLengths(partOf(parts, LENGTHS_PART), count),
  };
}

function fieldLengths(part: Uint8Array, count: number): Uint8Array[] {
  let at = 0;
  const fields = ENTITY_FIELDS.map(() => {
    const length = part[at++] === 1 ? count : 0;
    at += length;
    return part.subarray(at - length, at);
  });
  if (at === part.length) return fields;
  const problem = `it has ${part.length} bytes where ${ENTITY_FIELDS.length} fields of ${count} rows have ${at}`;
  throw new NluError('FAILED_PRECONDITION', `${LENGTHS_PART}: ${problem}`);
}
