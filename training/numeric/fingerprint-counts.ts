/**
 * In how many lists each fingerprint occurs: open addressing at a load of at most one half, so that counting allocates
 * nothing.
 */
export class FingerprintCounts {
  /** Fingerprint, count and the list that was counted last in turn; fingerprint 0: an empty place. */
  #places = new Uint32Array(3 * 2 ** 16);
  #capacity = 2 ** 16;
  #size = 0;
  #list = 0;

  /** Counts the first `length` fingerprints of one list, each once. */
  addList(fingerprints: ArrayLike<number>, length = fingerprints.length): void {
    this.#list++;
    for (let index = 0; index < length; index++) this.#add(fingerprints[index]);
  }

  /** Those of at least `minimum` lists, in increasing order. */
  atLeast(minimum: number): Uint32Array {
    const places = this.#places;
    const kept = new Uint32Array(this.#size);
    let count = 0;
    for (let place = 0; place < places.length; place += 3) {
      if (places[place] !== 0 && places[place + 1] >= minimum) kept[count++] = places[place];
    }
    return kept.slice(0, count).sort();
  }

  #add(fingerprint: number): void {
    const place = this.#placeOf(fingerprint);
    const places = this.#places;
    if (places[place] === 0) {
      places[place] = fingerprint;
      this.#size++;
    } else if (places[place + 2] === this.#list) return;
    places[place + 1] = places[place + 1] + 1;
    places[place + 2] = this.#list;
    if (2 * this.#size > this.#capacity) this.#grow();
  }

  #placeOf(fingerprint: number): number {
    const places = this.#places;
    const mask = this.#capacity - 1;
    let slot = fingerprint & mask;
    while (places[3 * slot] !== 0 && places[3 * slot] !== fingerprint) slot = (slot + 1) & mask;
    return 3 * slot;
  }

  #grow(): void {
    const old = this.#places;
    this.#capacity *= 2;
    this.#places = new Uint32Array(3 * this.#capacity);
    for (let from = 0; from < old.length; from += 3) {
      if (old[from] === 0) continue;
      const to = this.#placeOf(old[from]);
      for (let field = 0; field < 3; field++) this.#places[to + field] = old[from + field];
    }
  }
}
