import { QUERY_UNIT, type SemanticIndex } from './semantic-index.js';
import type { TextFeatures } from './text-features.js';

/**
 * The query tower: the sum of its features' vectors, made QUERY_UNIT long and rounded.
 * @param vector `[d]`, written
 * @returns whether any feature is known
 */
export function queryVector(
  { table, dimensions }: Pick<SemanticIndex, 'table' | 'dimensions'>,
  { buckets, count }: Pick<TextFeatures, 'buckets' | 'count'>,
  vector: Int32Array,
): boolean {
  vector.fill(0);
  for (let index = 0; index < count; index++) {
    const from = buckets[index] * dimensions;
    for (let place = 0; place < dimensions; place++) vector[place] += table[from + place];
  }
  let squares = 0;
  for (let place = 0; place < dimensions; place++) squares += vector[place] * vector[place];
  if (squares === 0) return false;
  const scale = QUERY_UNIT / Math.sqrt(squares);
  for (let place = 0; place < dimensions; place++) vector[place] = Math.round(vector[place] * scale);
  return true;
}
