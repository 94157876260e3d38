/** The id of every feature that a vocabulary doesn't know: its weight rows are zero. */
export const UNKNOWN = 0;

/**
 * Feature fingerprints to dense ids 1..size, by open addressing at a load of at most one half.
 * Immutable; `fingerprints` in id order is its whole content.
 */
export class Vocabulary {
  readonly fingerprints: Uint32Array;
  readonly #keys: Uint32Array;
  readonly #ids: Uint32Array;
  readonly #mask: number;

  constructor(fingerprints: Uint32Array) {
    this.fingerprints = fingerprints;
    let capacity = 16;
    while (capacity < fingerprints.length * 2) capacity *= 2;
    this.#keys = new Uint32Array(capacity);
    this.#ids = new Uint32Array(capacity);
    this.#mask = capacity - 1;
    for (let index = 0; index < fingerprints.length; index++) {
      let place = fingerprints[index]! & this.#mask;
      while (this.#keys[place] !== 0) place = (place + 1) & this.#mask;
      this.#keys[place] = fingerprints[index]!;
      this.#ids[place] = index + 1;
    }
  }

  get size(): number {
    return this.fingerprints.length;
  }

  /** The feature's id, or UNKNOWN. */
  id(fingerprint: number): number {
    let place = fingerprint & this.#mask;
    for (;;) {
      const key = this.#keys[place];
      if (key === fingerprint) return this.#ids[place]!;
      if (key === 0) return UNKNOWN;
      place = (place + 1) & this.#mask;
    }
  }
}
