/**
 * Fingerprint -> count, in one flat array (open addressing, load at most one half). Counts are below 2^32. A
 * fingerprint that was never added counts 0, unless its value equals another's, by chance once in 2^32 / size. A key's
 * place follows from its highest bits, so that keys in increasing order, as they are stored, go into neighbouring
 * places.
 */
export class CountTable {
  /** Fingerprint and count in turn, so that a look-up touches one cache line; fingerprint 0: an empty place. */
  readonly places: Uint32Array;
  readonly size: number;
  readonly #mask: number;
  readonly #shift: number;

  private constructor(places: Uint32Array, size: number) {
    this.places = places;
    this.size = size;
    this.#mask = places.length - 1;
    this.#shift = homeShift(places.length / 2);
  }

  /** `keys` and `counts` `[size]`; a key stands once and is not 0. */
  static of(keys: ArrayLike<number>, counts: ArrayLike<number>): CountTable {
    return new CountTable(placesOf(keys, counts), keys.length);
  }

  /** A table with the places of another one, which saves filling it. */
  static withPlaces({ places, size }: Pick<CountTable, 'places' | 'size'>): CountTable {
    return new CountTable(places, size);
  }

  static fromMap(counts: ReadonlyMap<number, number>): CountTable {
    return CountTable.of([...counts.keys()], [...counts.values()]);
  }

  get(key: number): number {
    const places = this.places;
    const mask = this.#mask;
    let place = (key >>> this.#shift) << 1;
    for (;;) {
      const found = places[place];
      if (found === key) return places[place + 1];
      if (found === 0) return 0;
      place = (place + 2) & mask;
    }
  }

  /** Keys in increasing order with their counts, as they are stored. */
  entries(): { keys: Uint32Array; counts: Uint32Array } {
    const keys = this.places.filter((key, place) => place % 2 === 0 && key !== 0).sort();
    return { keys, counts: Uint32Array.from(keys, (key) => this.get(key)) };
  }
}

const LEAST_CAPACITY = 16;

/** The capacity of a table for so many keys: the least power of two of which they fill at most half. */
export function capacityFor(keys: number): number {
  let capacity = LEAST_CAPACITY;
  while (capacity < 2 * keys) capacity *= 2;
  return capacity;
}

/** The number of bits that a 32-bit key is shifted to the right for its place, at a capacity that is a power of two. */
export function homeShift(capacity: number): number {
  return Math.clz32(capacity - 1);
}

function placesOf(keys: ArrayLike<number>, counts: ArrayLike<number>): Uint32Array {
  const capacity = capacityFor(keys.length);
  const shift = homeShift(capacity);
  const places = new Uint32Array(2 * capacity);
  const mask = 2 * capacity - 1;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    let place = (key >>> shift) << 1;
    while (places[place] !== 0) place = (place + 2) & mask;
    places[place] = key;
    places[place + 1] = counts[index];
  }
  return places;
}
