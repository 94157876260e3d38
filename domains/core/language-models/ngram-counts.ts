import { capacityFor, homeShift } from '../numeric/count-table.js';

/** One place of the table: key, count, total, types. */
const FIELDS = 4;

/** The columns of a table as it is stored: keys in increasing order, and the counts of each. */
export interface NgramEntries {
  readonly keys: Uint32Array;
  readonly counts: Uint32Array;
  readonly totals: Uint32Array;
  readonly types: Uint32Array;
}

/**
 * The counts of sequences of symbols, by fingerprint: how often a sequence was an n-gram, how often a context of a
 * further symbol, and of how many different symbols. One flat array (open addressing, load at most one half), so that
 * one look-up finds all three in one cache line. Fingerprint 0 marks an empty place; a key has the place that a
 * CountTable would give it.
 */
export class NgramCounts {
  // Plain fields, since a message between threads carries no accessors.
  places: Uint32Array;
  /** How many sequences were counted. */
  size: number;
  #mask: number;
  #shift: number;

  /** @param table the places of another table, which saves filling one */
  constructor(
    table: Pick<NgramCounts, 'places' | 'size'> = { places: new Uint32Array(FIELDS * capacityFor(0)), size: 0 },
  ) {
    const { places, size } = table;
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

  /** The index of a sequence's key in `places`, which count, total and types follow; -1 where it was never counted. */
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

  /** The same, with counts of 0 for a sequence that was never counted. */
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
