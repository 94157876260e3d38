/**
 * Fingerprint -> count, in one flat array (open addressing, load at most one half). Counts are below 2^32.
 * A fingerprint that was never added counts 0, but for one in 2^32 / size that meets another's.
 */
export class CountTable {
  /** Fingerprint and count in turn, so that a look-up touches one cache line; fingerprint 0: an empty place. */
  readonly #places: Uint32Array;
  readonly #mask: number;
  readonly size: number;

  /** `keys` and `counts` `[size]`; a key stands once and is not 0. */
  constructor(keys: ArrayLike<number>, counts: ArrayLike<number>) {
    this.size = keys.length;
    let capacity = 16;
    while (capacity < keys.length * 2) capacity *= 2;
    const places = new Uint32Array(2 * capacity);
    const mask = 2 * capacity - 1;
    for (let index = 0; index < keys.length; index++) {
      let place = (keys[index]! << 1) & mask;
      while (places[place] !== 0) place = (place + 2) & mask;
      places[place] = keys[index]!;
      places[place + 1] = counts[index]!;
    }
    this.#places = places;
    this.#mask = mask;
  }

  static fromMap(counts: ReadonlyMap<number, number>): CountTable {
    return new CountTable([...counts.keys()], [...counts.values()]);
  }

  get(key: number): number {
    const places = this.#places;
    const mask = this.#mask;
    let place = (key << 1) & mask;
    for (;;) {
      const found = places[place];
      if (found === key) return places[place + 1]!;
      if (found === 0) return 0;
      place = (place + 2) & mask;
    }
  }

  /** Keys in increasing order with their counts, as they are stored. */
  entries(): { keys: Uint32Array; counts: Uint32Array } {
    const keys = this.#places.filter((key, place) => place % 2 === 0 && key !== 0).sort();
    return { keys, counts: Uint32Array.from(keys, (key) => this.get(key)) };
  }
}
