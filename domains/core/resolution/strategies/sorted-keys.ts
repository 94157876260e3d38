/** Entries in one bucket, on average; more make a smaller directory and a longer search. */
const PER_BUCKET = 4;

/** Finds fingerprints, which are evenly spread, in a sorted array: by a directory of their highest bits. */
export class SortedKeys {
  readonly #keys: Uint32Array;
  /** `[2^bits + 1]`: where the keys of each bucket begin. */
  readonly #buckets: Uint32Array;
  readonly #shift: number;

  /** @param keys increasing; a key may stand several times */
  constructor(keys: Uint32Array) {
    this.#keys = keys;
    const bits = Math.min(24, Math.max(0, Math.ceil(Math.log2(Math.max(1, keys.length / PER_BUCKET)))));
    this.#shift = 32 - bits;
    this.#buckets = new Uint32Array(2 ** bits + 1);
    for (const key of keys) this.#buckets[this.#bucketOf(key) + 1]++;
    for (let bucket = 1; bucket < this.#buckets.length; bucket++) this.#buckets[bucket] += this.#buckets[bucket - 1];
  }

  /** The place of a key's first entry; -1 where there is none. */
  find(key: number): number {
    const bucket = this.#bucketOf(key);
    const end = this.#buckets[bucket + 1];
    for (let at = this.#buckets[bucket]; at < end; at++) {
      if (this.#keys[at] === key) return at;
      if (this.#keys[at] > key) return -1;
    }
    return -1;
  }

  /** The end, exclusive, of the entries of the key that stands at a place. */
  endOf(place: number): number {
    const key = this.#keys[place];
    // Doubling steps, then halving: names that very many entities share take few steps.
    let step = 1;
    while (place + step < this.#keys.length && this.#keys[place + step] === key) step *= 2;
    let [low, high] = [place + (step >> 1), Math.min(place + step, this.#keys.length)];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (this.#keys[middle] === key) low = middle;
      else high = middle;
    }
    return high;
  }

  #bucketOf(key: number): number {
    // A shift by 32 would be one by 0.
    return this.#shift === 32 ? 0 : key >>> this.#shift;
  }
}
