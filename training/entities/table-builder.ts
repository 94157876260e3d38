import type { Entity } from '../../domains/core/resolution/entities/entity.js';
import {
  type EntityColumns,
  MAX_ENTITIES,
  MAX_KINDS,
  POPULARITY_SCALE,
} from '../../domains/core/resolution/entities/entity-columns.js';
import { NluError } from '../../serving/errors.js';
import { GrowingArray, growingBytes, growingFloats, growingNumbers } from './growing-array.js';
import { InternedStrings } from './interned-strings.js';

/** Entities in the order of their rows. */
export type Entities = Iterable<Entity> | AsyncIterable<Entity>;

/**
 * The columns of an entity table.
 * @param where names the place of the entity that is being read, for an error
 * @throws NluError INVALID_ARGUMENT for an id that stands twice, and for more entities or kinds than a table holds
 */
export async function buildEntityColumns(
  entities: Entities,
  where: () => string = () => 'catalogue',
): Promise<EntityColumns> {
  const refused = (problem: string) => new NluError('INVALID_ARGUMENT', `${where()}: ${problem}`);
  const kinds: string[] = [];
  const kind = growingBytes();
  const year = new GrowingArray((length) => new Int16Array(length));
  const popularity = growingFloats();
  const ids = new InternedStrings();
  const names = new InternedStrings();
  const title = growingNumbers();
  const creators = growingNumbers();
  const creatorStarts = growingNumbers();
  creatorStarts.push(0);
  for await (const entity of entities) {
    const row = kind.length;
    if (row === MAX_ENTITIES) throw refused(`more than ${MAX_ENTITIES} entities`);
    if (ids.numberOf(entity.id) !== row)
      throw refused(`id ${JSON.stringify(entity.id)} stands a second time; an id names one entity`);
    let place = kinds.indexOf(entity.kind);
    if (place < 0) place = kinds.push(entity.kind) - 1;
    if (place >= MAX_KINDS)
      throw refused(`kind ${entity.kind} is one more than the ${MAX_KINDS} kinds that a catalogue may have`);
    kind.push(place);
    year.push(entity.year ?? 0);
    popularity.push(entity.popularity ?? Number.NaN);
    title.push(names.numberOf(entity.title));
    for (const creator of entity.creators) creators.push(names.numberOf(creator));
    creatorStarts.push(creators.length);
  }
  return {
    kinds,
    kind: kind.view().slice(),
    year: year.view().slice(),
    popularity: percentiles(kind.view(), popularity.view(), kinds.length),
    ids: ids.strings(),
    names: names.strings(),
    title: title.view().slice(),
    creatorStarts: creatorStarts.view().slice(),
    creators: creators.view().slice(),
  };
}

/** Share of the rows of the same kind whose popularity is known and no higher, scaled; 0 where it is not known. */
function percentiles(kind: Uint8Array, popularity: Float64Array, kinds: number): Uint16Array {
  const scaled = new Uint16Array(kind.length);
  for (let place = 0; place < kinds; place++) {
    const known = popularity.filter((value, row) => kind[row] === place && !Number.isNaN(value)).sort();
    for (let row = 0; row < kind.length; row++) {
      if (kind[row] !== place || Number.isNaN(popularity[row])) continue;
      scaled[row] = Math.ceil((POPULARITY_SCALE * countUpTo(known, popularity[row])) / known.length);
    }
  }
  return scaled;
}

/** How many of the sorted values are at most this one. */
function countUpTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
