import { type SemanticIndex, UNIT } from '../../../domains/core/resolution/strategies/semantic/semantic-index.js';
import { seeded } from '../../numeric/random.js';
import { GrowingArray } from '../growing-array.js';
import type { Entities } from '../table-builder.js';
import { normalise } from './contrastive-loss.js';
import { EntityFeatures } from './entity-features.js';
import { findCentres, nearestCentre } from './nearest-centres.js';
import type { Towers } from './tower-trainer.js';
import { sum } from './weighted-sum.js';

/** Entities of a list, on average, and the most lists. */
const LIST_SIZE = 128;
const MOST_LISTS = 1_024;

/**
 * The vectors of all entities by the entity tower, in lists by their nearest centre. Takes some 30 bytes for an entity while
 * it builds.
 */
export async function buildSemantic(entities: Entities, towers: Towers): Promise<SemanticIndex> {
  const { dimensions, bits } = towers;
  const vectors = await entityVectors(entities, towers);
  const count = vectors.length / dimensions;
  const lists = Math.max(1, Math.min(MOST_LISTS, Math.round(count / LIST_SIZE)));
  const centres = count === 0 ? new Float32Array(dimensions) : findCentres(vectors, dimensions, lists, seeded(1));
  const listOf = Uint16Array.from({ length: count }, (_, row) => nearestCentre(vectors, row, centres, dimensions));
  const starts = new Uint32Array(lists + 1);
  for (const list of listOf) starts[list + 1]++;
  for (let list = 0; list < lists; list++) starts[list + 1] += starts[list];
  const next = starts.slice();
  const rows = new Uint32Array(count);
  const inOrder = new Int8Array(vectors.length);
  for (let row = 0; row < count; row++) {
    const at = next[listOf[row]]++;
    rows[at] = row;
    inOrder.set(vectors.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  }
  return {
    dimensions,
    bits,
    table: quantised(towers.queries, largest(towers.queries)),
    centres: quantised(centres, 1),
    starts,
    rows,
    vectors: inOrder,
  };
}

async function entityVectors(entities: Entities, { entities: tower, dimensions, bits }: Towers): Promise<Int8Array> {
  const all = new GrowingArray((length) => new Int8Array(length));
  const features = new EntityFeatures(bits);
  const vector = new Float32Array(dimensions);
  for await (const entity of entities) {
    const { buckets, weights, count } = features.read(entity);
    sum(tower, buckets.subarray(0, count), weights.subarray(0, count), vector, 0, dimensions);
    normalise(vector, 0, dimensions);
    for (const value of vector) all.push(Math.round(UNIT * value));
  }
  return all.view().slice();
}

function largest(values: Float32Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

function quantised(values: Float32Array, most: number): Int8Array {
  return Int8Array.from(values, (value) => Math.round((UNIT * value) / (most || 1)));
}
