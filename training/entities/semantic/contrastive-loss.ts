/** A batch of queries, each with the entity that is meant by it: rows of two matrices `[n, d]` of vectors of length 1. */
export interface PairedVectors {
  readonly queries: Float32Array;
  readonly entities: Float32Array;
  readonly count: number;
  readonly dimensions: number;
}

/**
 * Softmax over the batch (van den Oord, Li, Vinyals 2018, InfoNCE): the mean over the queries of
 * -ln(exp(s q_i·e_i) / sum over j of exp(s q_i·e_j)).
 * @param sharpness s, what a cosine is multiplied with
 * @param isNegative whether entity j is wrong for query i; others than j = i are left out of the sum where it is not
 * @param gradients `[n, d]` each, the gradients by queries and entities are written
 * @returns the mean loss, in nats
 */
export function contrastiveLoss(
  { queries, entities, count, dimensions }: PairedVectors,
  sharpness: number,
  isNegative: (query: number, entity: number) => boolean,
  gradients: { readonly queries: Float32Array; readonly entities: Float32Array },
): number {
  gradients.queries.fill(0, 0, count * dimensions);
  gradients.entities.fill(0, 0, count * dimensions);
  const shares = new Float64Array(count);
  let loss = 0;
  for (let query = 0; query < count; query++) {
    const from = query * dimensions;
    let sum = 0;
    for (let entity = 0; entity < count; entity++) {
      shares[entity] = 0;
      if (entity !== query && !isNegative(query, entity)) continue;
      let cosine = 0;
      const at = entity * dimensions;
      for (let place = 0; place < dimensions; place++) cosine += queries[from + place] * entities[at + place];
      // Cosines are at most 1, so that no power overflows.
      shares[entity] = Math.exp(sharpness * (cosine - 1));
      sum += shares[entity];
    }
    loss -= Math.log(shares[query] / sum);
    for (let entity = 0; entity < count; entity++) {
      const error = shares[entity] / sum - (entity === query ? 1 : 0);
      const slope = (sharpness * error) / count;
      if (Math.abs(slope) < 1e-7) continue;
      const at = entity * dimensions;
      for (let place = 0; place < dimensions; place++) {
        gradients.queries[from + place] = gradients.queries[from + place] + slope * entities[at + place];
        gradients.entities[at + place] = gradients.entities[at + place] + slope * queries[from + place];
      }
    }
  }
  return loss / count;
}

/**
 * Makes a vector's length 1, in place.
 * @returns the length that it had; a vector of length 0 stays
 */
export function normalise(vectors: Float32Array, from: number, dimensions: number): number {
  let squares = 0;
  for (let place = 0; place < dimensions; place++) squares += vectors[from + place] ** 2;
  const length = Math.sqrt(squares);
  if (length > 0)
    for (let place = 0; place < dimensions; place++) vectors[from + place] = vectors[from + place] / length;
  return length;
}

/**
 * The gradient by a vector before it was normalised, in place of the gradient by the unit vector:
 * (g - (g·u) u) / length.
 */
export function denormalise(
  gradients: Float32Array,
  units: Float32Array,
  from: number,
  dimensions: number,
  length: number,
): void {
  let along = 0;
  for (let place = 0; place < dimensions; place++) along += gradients[from + place] * units[from + place];
  for (let place = 0; place < dimensions; place++) {
    const across = gradients[from + place] - along * units[from + place];
    gradients[from + place] = length > 0 ? across / length : 0;
  }
}
