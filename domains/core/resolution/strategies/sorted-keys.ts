/** Entries in one bucket, on average; more make a smaller directory and a longer search. */
const PER_BUCKET = 4;

/** Finds fingerprints, which are evenly spread, in a sorted array: by a directory of their highest bits. */
export class SortedKeys {
  readonly #keys: Uint32Array;
  /** `[2^bits + 1]`: where the keys of each bucket begin. */
  readonly #buckets: Uint32Array;
  readonly #shift: number;

  /**
   * @param keys increasing; a key may stand several times
   * @param buckets of these keys
   */
  constructor(keys: Uint32Array, buckets: Uint32Array = bucketsOf(keys)) {
    this.#keys = keys;
    this.#shift = shiftFor(keys.length);
    this.#buckets = buckets;
  }

  /** The place of a key's first entry; -1 where there is none. */
  find(key: number): number {
    const bucket = bucketOf(key, this.#shift);
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
}

/** Where the keys of each bucket begin, and where those of the last one end; `keys` as a SortedKeys has them. */
export function bucketsOf(keys: Uint32Array): Uint32Array {
  const shift = shiftFor(keys.length);
  const buckets = new Uint32Array(2 ** (32 - shift) + 1);
  for (const key of keys) buckets[bucketOf(key, shift) + 1]++;
  for (let bucket = 1; bucket < buckets.length; bucket++) buckets[bucket] += buckets[bucket - 1];
  return buckets;
}

/** By how many bits a key is shifted to the right for its bucket. */
function shiftFor(keys: number): number {
  return 32 - Math.min(24, Math.max(0, Math.ceil(Math.log2(Math.max(1, keys / PER_BUCKET)))));
}

function bucketOf(key: number, shift: number): number {
  // A shift by 32 would be one by 0.
  return shift === 32 ? 0 : key >>> shift;
}
