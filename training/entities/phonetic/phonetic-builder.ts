import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import {
  gramsOf,
  MOST_GRAMS,
  type PhoneticIndex,
} from '../../../domains/core/resolution/strategies/phonetic/phonetic-index.js';
import type { SoundCosts } from '../../../domains/core/resolution/strategies/phonetic/sound-costs.js';
import { MOST_UNITS, soundUnits } from '../../../domains/core/resolution/strategies/phonetic/sound-units.js';
import { tokenize } from '../../../domains/core/text/tokenize.js';
import { growingBytes, growingNumbers } from '../growing-array.js';
import type { Entities } from '../table-builder.js';

/** Works of one creator that are found by a name that is not spelt as it is: as many as a search asks a strategy for. */
const MOST_WORKS = 60;

/** The names of all entities by their sounds. Takes some 40 bytes a name while it builds, and the postings twice. */
export async function buildPhonetic(entities: Entities, costs: SoundCosts): Promise<PhoneticIndex> {
  const builder = new PhoneticBuilder(costs);
  for await (const entity of entities) builder.add(entity);
  return builder.build();
}

/**
 * The names of all creators by their sounds, each with its works.
 * @param table of the same entities
 * @returns undefined where no entity has a creator
 */
export async function buildCreators(
  entities: Entities,
  table: EntityTable,
  costs: SoundCosts,
): Promise<PhoneticIndex | undefined> {
  const builder = new PhoneticBuilder(costs);
  for await (const { creators } of entities) builder.addNames(creators);
  const index = builder.build();
  return index.rows.length === 0 ? undefined : mostPopular(index, table);
}

/** The works of each creator, the most popular first and no more than MOST_WORKS. */
function mostPopular(index: PhoneticIndex, table: EntityTable): PhoneticIndex {
  const [rows, rowStarts] = [growingNumbers(), growingNumbers()];
  rowStarts.push(0);
  for (let name = 0; name + 1 < index.rowStarts.length; name++) {
    const works = [...index.rows.subarray(index.rowStarts[name], index.rowStarts[name + 1])];
    works.sort((one, other) => table.popularityOf(other) - table.popularityOf(one) || one - other);
    for (const row of works.slice(0, MOST_WORKS)) rows.push(row);
    rowStarts.push(rows.length);
  }
  return { ...index, rows: rows.view().slice(), rowStarts: rowStarts.view().slice() };
}

/** Collects the names of entities, one after the other, and makes an index of them. */
export class PhoneticBuilder {
  readonly #costs: SoundCosts;
  readonly #units = growingBytes();
  /** Of each name where it begins in the units. */
  readonly #starts = growingNumbers();
  readonly #rowOf = growingNumbers();
  readonly #buffer = new Uint8Array(MOST_UNITS);
  #rows = 0;

  constructor(costs: SoundCosts) {
    this.#costs = costs;
  }

  /** Adds the entity of the next row. */
  add({ title, aliases }: Pick<Entity, 'title' | 'aliases'>): void {
    this.addNames([title, ...aliases]);
  }

  /** Adds the next row with these names. */
  addNames(names: readonly string[]): void {
    for (const name of names) {
      const words = tokenize(name).map(({ text }) => text);
      const length = soundUnits(words, this.#buffer);
      if (length === 0) continue;
      this.#starts.push(this.#units.length);
      this.#rowOf.push(this.#rows);
      this.#units.pushAll(this.#buffer.subarray(0, length));
    }
    this.#rows++;
  }

  build(): PhoneticIndex {
    const all = this.#units.view();
    const rowOf = this.#rowOf.view();
    const begins = new Uint32Array(this.#starts.length + 1).fill(this.#units.length);
    begins.set(this.#starts.view());
    const [units, starts, rowStarts, rows] = [growingBytes(), growingNumbers(), growingNumbers(), growingNumbers()];
    let before: Uint8Array | undefined;
    let lastRow = -1;
    for (const entry of sortedNames(all, begins)) {
      const name = all.subarray(begins[entry], begins[entry + 1]);
      const row = rowOf[entry];
      if (before === undefined || Buffer.compare(before, name) !== 0) {
        starts.push(units.length);
        rowStarts.push(rows.length);
        units.pushAll(name);
        before = name;
      } else if (row === lastRow) continue;
      rows.push(row);
      lastRow = row;
    }
    starts.push(units.length);
    rowStarts.push(rows.length);
    return {
      costs: this.#costs,
      units: units.view().slice(),
      starts: starts.view().slice(),
      rowStarts: rowStarts.view().slice(),
      rows: rows.view().slice(),
      ...postingsOf(units.view(), starts.view()),
    };
  }
}

/** The indexes of names by their bytes, equal ones as they stand. */
function sortedNames(units: Uint8Array, begins: Uint32Array): Uint32Array {
  const order = Uint32Array.from({ length: begins.length - 1 }, (_, entry) => entry);
  return order.sort((one, other) => {
    let [a, b] = [begins[one], begins[other]];
    const [endA, endB] = [begins[one + 1], begins[other + 1]];
    while (a < endA && b < endB && units[a] === units[b]) {
      a++;
      b++;
    }
    if (a === endA || b === endB) return endA - a - (endB - b) || one - other;
    return units[a] - units[b];
  });
}

/** The postings of names, made by going through them twice: to measure the lists, and to write them. */
function postingsOf(
  units: Uint8Array,
  starts: Uint32Array,
): Pick<PhoneticIndex, 'grams' | 'postingStarts' | 'postings'> {
  const places = new Map<number, number>();
  const buffer = new Uint32Array(MOST_GRAMS);
  const eachPosting = (visit: (gram: number, name: number) => void) => {
    for (let name = 0; name + 1 < starts.length; name++) {
      const count = gramsOf(units, starts[name], starts[name + 1], buffer);
      for (let place = 0; place < count; place++) visit(buffer[place], name);
    }
  };
  eachPosting((gram) => places.set(gram, 0));
  const grams = Uint32Array.from(places.keys()).sort();
  for (const [place, gram] of grams.entries()) places.set(gram, place);
  const last = new Int32Array(grams.length).fill(-1);
  const postingStarts = new Uint32Array(grams.length + 1);
  const gapOf = (place: number, name: number) => {
    const gap = name - last[place];
    last[place] = name;
    return gap;
  };
  eachPosting((gram, name) => {
    // Every gram has a place.
    const place = places.get(gram)!;
    for (let gap = gapOf(place, name); gap > 0; gap >>>= 7) postingStarts[place + 1]++;
  });
  for (let place = 0; place < grams.length; place++) postingStarts[place + 1] += postingStarts[place];
  const postings = new Uint8Array(postingStarts[grams.length]);
  const ends = postingStarts.slice();
  last.fill(-1);
  eachPosting((gram, name) => {
    const place = places.get(gram)!;
    let gap = gapOf(place, name);
    for (; gap >= 128; gap >>>= 7) postings[ends[place]++] = (gap & 127) | 128;
    postings[ends[place]++] = gap;
  });
  return { grams, postingStarts, postings };
}
