/**
 * Fingerprint -> count, in two flat arrays (open addressing, load at most one half). Counts are below 2^32.
 * A fingerprint that was never added counts 0, but for one in 2^32 / size that meets another's.
 */
export class CountTable {
  readonly #keys: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #mask: number;
  readonly size: number;

  /** `keys` and `counts` `[size]`; a key stands once and is not 0. */
  constructor(keys: ArrayLike<number>, counts: ArrayLike<number>) {
    this.size = keys.length;
    let capacity = 16;
    while (capacity < keys.length * 2) capacity *= 2;
    this.#keys = new Uint32Array(capacity);
    this.#counts = new Uint32Array(capacity);
    this.#mask = capacity - 1;
    for (let index = 0; index < keys.length; index++) {
      let place = keys[index]! & this.#mask;
      while (this.#keys[place] !== 0) place = (place + 1) & this.#mask;
      this.#keys[place] = keys[index]!;
      this.#counts[place] = counts[index]!;
    }
  }

  static fromMap(counts: ReadonlyMap<number, number>): CountTable {
    return new CountTable([...counts.keys()], [...counts.values()]);
  }

  get(key: number): number {
    let place = key & this.#mask;
    for (;;) {
      const found = this.#keys[place];
      if (found === key) return this.#counts[place]!;
      if (found === 0) return 0;
      place = (place + 1) & this.#mask;
    }
  }

  /** Keys in increasing order with their counts, as they are stored. */
  entries(): { keys: Uint32Array; counts: Uint32Array } {
    const keys = this.#keys.filter((key) => key !== 0).sort();
    return { keys, counts: Uint32Array.from(keys, (key) => this.get(key)) };
  }
}
