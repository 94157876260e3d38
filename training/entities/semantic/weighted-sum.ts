/** Adds the vectors of buckets, each by its weight, to one row of `vectors` that is emptied before. */
export function sum(
  tower: Float32Array,
  buckets: Uint32Array,
  weights: Float32Array | undefined,
  vectors: Float32Array,
  from: number,
  dimensions: number,
): void {
  vectors.fill(0, from, from + dimensions);
  for (let index = 0; index < buckets.length; index++) {
    const weight = weights === undefined ? 1 : weights[index];
    const at = buckets[index] * dimensions;
    for (let place = 0; place < dimensions; place++) {
      vectors[from + place] = vectors[from + place] + weight * tower[at + place];
    }
  }
}
