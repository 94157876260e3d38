import { capacityFor, homeShift } from '../numeric/count-table.js';

/** One place of the table: key, count, total, types. */
const FIELDS = 4;

/** The columns of a table as it is stored: keys in increasing order, and for each what was counted. */
export interface NgramEntries {
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
  readonly totals: Uint32Array;
  readonly types: Uint32Array;
}

/**
 * What was counted of a sequence of symbols, by its fingerprint: how often it was seen as an n-gram, how often as a context that
 * something followed, and how many different symbols followed it. One flat array (open addressing, load at most one half), so that
 * one look-up finds all three in one cache line. Fingerprint 0 marks an empty place; places are told as a CountTable's are.
 */
export class NgramCounts {
  // Plain fields: a message between threads carries them, and no accessors.
  places: Uint32Array;
  /** How many sequences were counted. */
  size: number;
  #mask: number;
  #shift: number;

  /** With the places of another table, where they need not be found again. */
  constructor(
    { places, size }: Pick<NgramCounts, 'places' | 'size'> = {
      places: new Uint32Array(FIELDS * capacityFor(0)),
      size: 0,
    },
  ) {
    this.places = places;
    this.size = size;
    this.#mask = places.length / FIELDS - 1;
    this.#shift = homeShift(places.length / FIELDS);
  }

  /** Keys in increasing order, each once. */
  static of({ keys, counts, totals, types }: NgramEntries): NgramCounts {
    const places = new Uint32Array(FIELDS * capacityFor(keys.length));
    const table = new NgramCounts({ places, size: keys.length });
    for (let index = 0; index < keys.length; index++) {
      const place = table.#insert(keys[index]);
      places[place + 1] = counts[index];
      places[place + 2] = totals[index];
      places[place + 3] = types[index];
    }
    return table;
  }

  /** Where a sequence stands in `places`; -1 where it was never counted. The fields follow its key: count, total, types. */
  find(key: number): number {
    const places = this.places;
    const mask = this.#mask;
    let slot = key >>> this.#shift;
    for (;;) {
      const found = places[FIELDS * slot];
      if (found === key) return FIELDS * slot;
      if (found === 0) return -1;
      slot = (slot + 1) & mask;
    }
  }

  /** The same, making room for one that was never counted. */
  placeOf(key: number): number {
    let place = this.find(key);
    if (place >= 0) return place;
    if (2 * (this.size + 1) > this.#mask + 1) this.#grow();
    place = this.#insert(key);
    this.size++;
    return place;
  }

  entries(): NgramEntries {
    const places = this.places;
    const keys = places.filter((key, place) => place % FIELDS === 0 && key !== 0).sort();
    const column = (field: number) => Uint32Array.from(keys, (key) => places[this.find(key) + field]);
    return { keys, counts: column(1), totals: column(2), types: column(3) };
  }

  #insert(key: number): number {
    const places = this.places;
    let slot = key >>> this.#shift;
    while (places[FIELDS * slot] !== 0) slot = (slot + 1) & this.#mask;
    places[FIELDS * slot] = key;
    return FIELDS * slot;
  }

  #grow(): void {
    const old = this.places;
    this.places = new Uint32Array(2 * old.length);
    this.#mask = this.places.length / FIELDS - 1;
    this.#shift = homeShift(this.places.length / FIELDS);
    for (let from = 0; from < old.length; from += FIELDS) {
      if (old[from] === 0) continue;
      const to = this.#insert(old[from]);
      for (let field = 1; field < FIELDS; field++) this.places[to + field] = old[from + field];
    }
  }
}
