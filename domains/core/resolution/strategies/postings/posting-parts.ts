import { NluError } from '../../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../numeric/byte-planes.js';
import { CountTable } from '../../../numeric/count-table.js';
import { ENTITY_FIELDS } from '../../entities/entity.js';
import { inPart, partOf } from '../../entities/entity-columns.js';
import { UNSAID } from './asking-words.js';
import type { PostingIndex } from './posting-index.js';

const LISTS_PART = 'lexical.bin';
const POSTINGS_PART = 'lexical.postings';
const LENGTHS_PART = 'lexical.lengths';

/** The parts of a bundle that hold an index of words. */
export function encodePostings(index: PostingIndex): Map<string, Uint8Array> {
  const { keys, fields, sizes, starts, bytes, lengths } = index;
  const asking = index.asking.entries();
  const arrays = [toGaps(keys), fields, sizes, toGaps(starts.subarray(1)), toGaps(asking.keys), asking.counts];
  return new Map<string, Uint8Array>([
    [LISTS_PART, Buffer.concat(arrays.map((array) => toPlanes(array)))],
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
  const [gaps, fields, sizes, lengths, said, weights] = Array.from({ length: 6 }, () =>
    inPart(LISTS_PART, () => reader.next()),
  );
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
  if (said.length !== weights.length || said.includes(0) || weights.some((weight) => weight < 1 || weight > UNSAID)) {
    throw new NluError(
      'FAILED_PRECONDITION',
      `${LISTS_PART}: words that people ask with without a weight of 1 to ${UNSAID}`,
    );
  }
  return {
    keys: fromGaps(gaps),
    fields: Uint8Array.from(fields),
    sizes,
    starts,
    bytes,
    asking: CountTable.of(fromGaps(said), weights),
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
