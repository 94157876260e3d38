import type { Random } from '../../numeric/random.js';
import { normalise } from './contrastive-loss.js';

const ROUNDS = 6;
/** Vectors for each centre that the centres are found by, at most. */
const SAMPLED = 40;

/**
 * Spherical k-means (Dhillon, Modha 2001) on a sample of vectors of length 1.
 * @param vectors `[n, d]`
 * @returns centres of length 1, `[k, d]`; a centre that no vector is nearest to begins anew at one
 */
export function findCentres(
  vectors: ArrayLike<number>,
  dimensions: number,
  centres: number,
  random: Random,
): Float32Array {
  const count = vectors.length / dimensions;
  const drawn = Int32Array.from({ length: Math.min(count, SAMPLED * centres) }, (_, index) =>
    count <= SAMPLED * centres ? index : random.below(count),
  );
  const found = new Float32Array(centres * dimensions);
  const copy = (vector: number, to: number) => {
    for (let place = 0; place < dimensions; place++)
      found[to * dimensions + place] = vectors[vector * dimensions + place];
  };
  for (let centre = 0; centre < centres; centre++) copy(drawn[random.below(drawn.length)], centre);
  const sums = new Float32Array(found.length);
  const sizes = new Uint32Array(centres);
  for (let round = 0; round < ROUNDS; round++) {
    sums.fill(0);
    sizes.fill(0);
    for (const vector of drawn) {
      const centre = nearestCentre(vectors, vector, found, dimensions);
      sizes[centre]++;
      for (let place = 0; place < dimensions; place++) {
        sums[centre * dimensions + place] = sums[centre * dimensions + place] + vectors[vector * dimensions + place];
      }
    }
    found.set(sums);
    for (let centre = 0; centre < centres; centre++) {
      if (sizes[centre] === 0) copy(drawn[random.below(drawn.length)], centre);
      normalise(found, centre * dimensions, dimensions);
    }
  }
  return found;
}

/** The centre with the largest cosine, the first of equals. @param centres `[k, d]` */
export function nearestCentre(
  vectors: ArrayLike<number>,
  vector: number,
  centres: Float32Array,
  dimensions: number,
): number {
  let [nearest, largest] = [0, -Infinity];
  const at = vector * dimensions;
  for (let from = 0, centre = 0; from < centres.length; from += dimensions, centre++) {
    let cosine = 0;
    for (let place = 0; place < dimensions; place++) cosine += vectors[at + place] * centres[from + place];
    if (cosine > largest) [nearest, largest] = [centre, cosine];
  }
  return nearest;
}
