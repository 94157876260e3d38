import { z } from 'zod';
import { parseJsonText } from '../../../../serving/checks/json-text.js';
import { messageOf, NluError } from '../../../../serving/errors.js';
import { PlaneReader, toPlanes } from '../../numeric/byte-planes.js';
import { lengthsOf, type Strings, stringsOf } from './strings.js';

/** The most entities of a catalogue: a row and a 32-bit fingerprint fit into one number. */
export const MAX_ENTITIES = 2 ** 21;
/** The most kinds of a catalogue. */
export const MAX_KINDS = 64;
/** Popularity percentiles are stored as whole numbers up to this one; 0: not known. */
export const POPULARITY_SCALE = 65_535;
const LEAST_YEAR = -32_768;

/** The entities of a catalogue as columns, `[count]` where nothing else is said. */
export interface EntityColumns {
  readonly kinds: readonly string[];
  readonly kind: Uint8Array;
  /** 0: not known. */
  readonly year: Int16Array;
  /** Share of the entities of its kind that are no more popular, times POPULARITY_SCALE, at least 1; 0: not known. */
  readonly popularity: Uint16Array;
  readonly ids: Strings;
  /** Titles and names of creators, each once. */
  readonly names: Strings;
  /** Indexes into `names`. */
  readonly title: Uint32Array;
  /** `[count + 1]`: where the creators of each row begin in `creators`. */
  readonly creatorStarts: Uint32Array;
  /** Indexes into `names`. */
  readonly creators: Uint32Array;
}

const KINDS_PART = 'entities.json';
const COLUMNS_PART = 'entities.bin';
const IDS_PART = 'entities.ids';
const NAMES_PART = 'entities.names';

const kindsSchema = z.strictObject({ kinds: z.array(z.string().min(1)).max(MAX_KINDS) });

/** The parts of a bundle that hold the columns. */
export function encodeEntities(columns: EntityColumns): Map<string, Uint8Array> {
  const { kinds, kind, year, popularity, ids, names, title, creatorStarts, creators } = columns;
  const counts = Uint32Array.from(kind, (_, row) => creatorStarts[row + 1] - creatorStarts[row]);
  const years = Uint32Array.from(year, (value) => value - LEAST_YEAR);
  const arrays = [kind, years, popularity, lengthsOf(ids), lengthsOf(names), title, counts, creators];
  return new Map<string, Uint8Array>([
    [KINDS_PART, Buffer.from(JSON.stringify({ kinds }))],
    [COLUMNS_PART, Buffer.concat(arrays.map((array) => toPlanes(array)))],
    [IDS_PART, ids.bytes],
    [NAMES_PART, names.bytes],
  ]);
}

/** @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong */
export function decodeEntities(parts: ReadonlyMap<string, Uint8Array>): EntityColumns {
  const { kinds } = readKinds(partOf(parts, KINDS_PART));
  const reader = new PlaneReader(partOf(parts, COLUMNS_PART));
  const [kind, years, popularity, idLengths, nameLengths, title, counts, creators] = Array.from({ length: 8 }, () =>
    inPart(COLUMNS_PART, () => reader.next()),
  );
  const count = kind.length;
  if (count > MAX_ENTITIES) throw wrong(COLUMNS_PART, `${count} entities; at most ${MAX_ENTITIES} are read`);
  for (const array of [years, popularity, idLengths, title, counts]) {
    if (array.length !== count) throw wrong(COLUMNS_PART, `a column of ${array.length} rows beside one of ${count}`);
  }
  const names = nameLengths.length;
  checkBelow(kind, kinds.length, 'kind');
  checkBelow(years, 2 ** 16, 'year');
  checkBelow(popularity, POPULARITY_SCALE + 1, 'popularity');
  checkBelow(title, names, 'title');
  checkBelow(creators, names, 'creators');
  return {
    kinds,
    kind: Uint8Array.from(kind),
    year: Int16Array.from(years, (value) => value + LEAST_YEAR),
    popularity: Uint16Array.from(popularity),
    ids: stringsOf(IDS_PART, partOf(parts, IDS_PART), idLengths),
    names: stringsOf(NAMES_PART, partOf(parts, NAMES_PART), nameLengths),
    title,
    creatorStarts: startsOf(counts, creators.length),
    creators,
  };
}

function readKinds(part: Uint8Array): z.infer<typeof kindsSchema> {
  return inPart(KINDS_PART, () => kindsSchema.parse(parseJsonText(Buffer.from(part).toString('utf8'))));
}

function startsOf(counts: Uint32Array, total: number): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  let end = 0;
  for (let row = 0; row < counts.length; row++) {
    starts[row] = end;
    end += counts[row];
  }
  if (end !== total) throw wrong(COLUMNS_PART, `${total} creators where the rows have ${end}`);
  starts[counts.length] = end;
  return starts;
}

function checkBelow(values: Uint32Array, bound: number, column: string): void {
  const at = values.findIndex((value) => value >= bound);
  if (at >= 0) throw wrong(COLUMNS_PART, `${column} of row ${at} is ${values[at]}; it must be below ${bound}`);
}

/** @throws NluError FAILED_PRECONDITION for a part that is not there */
export function partOf(parts: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const part = parts.get(name);
  if (!part) throw new NluError('FAILED_PRECONDITION', `the bundle has no part ${name}`);
  return part;
}

/** The value that is read from a part; what goes wrong names the part. */
export function inPart<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new NluError('FAILED_PRECONDITION', `${name}: ${messageOf(cause)}`, { cause });
  }
}

function wrong(part: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}: ${problem}`);
}
