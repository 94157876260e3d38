/** The id of every feature that a vocabulary doesn't know: its weight rows are zero. */
export const UNKNOWN = 0;

/**
 * Feature fingerprints to dense ids 1..size, by open addressing at a load of at most one half.
 * Immutable; `fingerprints` in id order is its whole content.
 */
export class Vocabulary {
  readonly fingerprints: Uint32Array;
  /** Fingerprint and id in turn, so that a look-up touches one cache line; fingerprint 0: an empty place. */
  readonly places: Uint32Array;
  readonly #mask: number;

  /** `places` as another vocabulary of the same fingerprints has them, where they need not be found again. */
  constructor(fingerprints: Uint32Array, places = placesOf(fingerprints)) {
    this.fingerprints = fingerprints;
    this.places = places;
    this.#mask = places.length - 1;
  }

  get size(): number {
    return this.fingerprints.length;
  }

  /** The feature's id, or UNKNOWN. */
  id(fingerprint: number): number {
    const places = this.places;
    const mask = this.#mask;
    let place = (fingerprint << 1) & mask;
    for (;;) {
      const key = places[place];
      if (key === fingerprint) return places[place + 1]!;
      if (key === 0) return UNKNOWN;
      place = (place + 2) & mask;
    }
  }
}

function placesOf(fingerprints: Uint32Array): Uint32Array {
  let capacity = 16;
  while (capacity < fingerprints.length * 2) capacity *= 2;
  const places = new Uint32Array(2 * capacity);
  const mask = 2 * capacity - 1;
  for (let index = 0; index < fingerprints.length; index++) {
    let place = (fingerprints[index]! << 1) & mask;
    while (places[place] !== 0) place = (place + 2) & mask;
    places[place] = fingerprints[index]!;
    places[place + 1] = index + 1;
  }
  return places;
}
