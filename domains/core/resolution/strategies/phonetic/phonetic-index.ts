import { NluError } from '../../../../../serving/errors.js';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../numeric/byte-planes.js';
import { inPart, partOf } from '../../entities/entity-columns.js';
import { type SoundCosts, soundCostBytes, soundCostsOf } from './sound-costs.js';
import { MOST_UNITS, UNIT, WORD_START } from './sound-units.js';

/** Names by their units, and which of them have which three units in a row. */
export interface PhoneticIndex {
  readonly costs: SoundCosts;
  /** The units of all names (`soundUnits`), one name after the other; each name once, in the order of their bytes. */
  readonly units: Uint8Array;
  /** `[names + 1]`: where each name begins in `units`. */
  readonly starts: Uint32Array;
  /** `[names + 1]`: where the rows of each name begin in `rows`. */
  readonly rowStarts: Uint32Array;
  /** Rows of the entity table; increasing within an entity's name, the most popular works first within a creator's. */
  readonly rows: Uint32Array;
  /** `[grams]`, increasing: what `gramsOf` makes of names. */
  readonly grams: Uint32Array;
  /** `[grams + 1]`: where the postings of each begin in `postings`. */
  readonly postingStarts: Uint32Array;
  /**
   * The names that have a gram, increasing: of each the distance to the one before (of the first: to -1), in groups of
   * seven bits, the lowest first, with the eighth bit set where another follows.
   */
  readonly postings: Uint8Array;
}

/** A name has no more grams. */
export const MOST_GRAMS = MOST_UNITS;

/**
 * The runs of three units of a name or query, without the marks of words, with an edge (0) before the first unit and after
 * the last; each once, in the order in which they stand.
 * @param into `[MOST_GRAMS]`
 * @returns how many were written; 0 for no unit
 */
export function gramsOf(units: Uint8Array, from: number, end: number, into: Uint32Array): number {
  let count = 0;
  for (let at = from; at < end; at++) {
    const before = at > from ? units[at - 1] & UNIT : 0;
    const after = at + 1 < end ? units[at + 1] & UNIT : 0;
    const gram = (before << 14) | ((units[at] & UNIT) << 7) | after;
    let known = 0;
    while (known < count && into[known] !== gram) known++;
    if (known === count) into[count++] = gram;
  }
  return count;
}

/** Whose names an index has: the entities' own, or those of their creators, whose rows are works. */
export type NamesOf = 'entities' | 'creators';

const PARTS: Readonly<Record<NamesOf, Readonly<Record<'names' | 'units' | 'postings', string>>>> = {
  entities: { names: 'phonetic.bin', units: 'phonetic.units', postings: 'phonetic.postings' },
  creators: { names: 'creators.bin', units: 'creators.units', postings: 'creators.postings' },
};
/** The part with the costs of sounds, which the indexes of both kinds of names share. */
const COSTS = 'phonetic.costs';

/** Whether a bundle has an index of these names. */
export function hasPhonetic(parts: ReadonlyMap<string, Uint8Array>, namesOf: NamesOf): boolean {
  return parts.has(PARTS[namesOf].names);
}

export function encodePhonetic(index: PhoneticIndex, namesOf: NamesOf = 'entities'): Map<string, Uint8Array> {
  const { starts, rowStarts, rows, grams, postingStarts } = index;
  const lengths = (ends: Uint32Array) => toGaps(ends.subarray(1));
  const planes = [lengths(starts), lengths(rowStarts), rows, toGaps(grams), lengths(postingStarts)].map(toPlanes);
  return new Map<string, Uint8Array>([
    [PARTS[namesOf].names, Buffer.concat(planes)],
    [PARTS[namesOf].units, index.units],
    [PARTS[namesOf].postings, index.postings],
    [COSTS, soundCostBytes(index.costs)],
  ]);
}

/**
 * Reads and checks an index: every row and name that it speaks of is one.
 * @param count rows of the entity table
 * @throws NluError FAILED_PRECONDITION naming the part that is missing or wrong
 */
export function decodePhonetic(
  parts: ReadonlyMap<string, Uint8Array>,
  count: number,
  namesOf: NamesOf = 'entities',
): PhoneticIndex {
  const part = PARTS[namesOf];
  const reader = new PlaneReader(partOf(parts, part.names));
  const [lengths, rowCounts, rows, gramGaps, postingLengths] = Array.from({ length: 5 }, () =>
    inPart(part.names, () => reader.next()),
  );
  const units = partOf(parts, part.units);
  const postings = partOf(parts, part.postings);
  const index: PhoneticIndex = {
    costs: soundCostsOf(partOf(parts, COSTS), COSTS),
    units,
    starts: startsOf(lengths, units.length, part.units),
    rowStarts: startsOf(rowCounts, rows.length, part.names),
    rows,
    grams: fromGaps(gramGaps),
    postingStarts: startsOf(postingLengths, postings.length, part.postings),
    postings,
  };
  if (rowCounts.length !== lengths.length) throw wrong(part.names, 'names and rows differ in number');
  if (postingLengths.length !== gramGaps.length) throw wrong(part.names, 'grams and postings differ in number');
  const beyond = rows.findIndex((row) => row >= count);
  if (beyond >= 0) throw wrong(part.names, `entry ${beyond} names row ${rows[beyond]}; the table has ${count}`);
  for (const [name, length] of lengths.entries()) {
    if (length === 0 || length > MOST_UNITS || units[index.starts[name]] < WORD_START) {
      throw wrong(part.units, `name ${name} has ${length} units, or does not begin with a word`);
    }
  }
  checkPostings(index, part.postings);
  return index;
}

/** @throws NluError FAILED_PRECONDITION for postings that are not of their form */
function checkPostings({ postings, postingStarts, starts }: PhoneticIndex, part: string): void {
  const names = starts.length - 1;
  for (let gram = 0; gram + 1 < postingStarts.length; gram++) {
    const end = postingStarts[gram + 1];
    let name = -1;
    for (let at = postingStarts[gram]; at < end; ) {
      let gap = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = postings[at++];
        gap |= (byte & 127) << shift;
        if (byte < 128) break;
        if (shift >= 21 || at >= end) throw wrong(part, `gram ${gram} has a posting that does not end`);
      }
      name += gap;
      if (gap === 0 || name >= names) throw wrong(part, `gram ${gram} has name ${name} twice or beyond ${names}`);
    }
  }
}

/** Where each of some runs of these lengths begins, and where the last one ends. */
function startsOf(lengths: Uint32Array, total: number, part: string): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let end = 0;
  for (let index = 0; index < lengths.length; index++) {
    end += lengths[index];
    if (end > total) break;
    starts[index + 1] = end;
  }
  if (end !== total) throw wrong(part, `it is not as long as ${lengths.length} lengths say`);
  return starts;
}

function wrong(part: string, problem: string): NluError {
  return new NluError('FAILED_PRECONDITION', `${part}: ${problem}`);
}
