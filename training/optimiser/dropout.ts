import type { Random } from '../numeric/random.js';

/**
 * Leaves a share of an example's features out, rounded to 1/256 and drawn anew for each step, so that a model relies on no
 * single feature (Wang, Manning 2013: "Fast dropout training", for linear models).
 */
export class Dropout {
  readonly #below: number;
  #state: number;
  #thinned = new Int32Array(0);

  constructor(share: number, random: Random) {
    this.#below = Math.round(256 * share);
    this.#state = 1 + random.below(2 ** 31 - 1);
  }

  /** Begins the draws anew from a state that is the caller's. @param state not 0 */
  restart(state: number): void {
    this.#state = state;
  }

  /**
   * The features with some set to 0, as a view of what the next call overwrites; as they are where none is to be left out.
   */
  thin(features: Int32Array): Int32Array {
    if (this.#below === 0) return features;
    if (this.#thinned.length < features.length) this.#thinned = new Int32Array(2 * features.length);
    const thinned = this.#thinned;
    let state = this.#state;
    for (let index = 0; index < features.length; index += 4) {
      // xorshift32 (Marsaglia 2003): a byte for each of four features.
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const end = Math.min(4, features.length - index);
      for (let byte = 0; byte < end; byte++)
        thinned[index + byte] = ((state >>> (8 * byte)) & 255) < this.#below ? 0 : features[index + byte];
    }
    this.#state = state;
    return thinned.subarray(0, features.length);
  }
}
