import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { TextFeatures } from '../../../domains/core/resolution/strategies/semantic/text-features.js';
import type { AdaGrad } from '../../optimiser/adagrad.js';
import { contrastiveLoss, denormalise, normalise } from './contrastive-loss.js';
import { EntityFeatures } from './entity-features.js';
import type { TowerSettings } from './tower-settings.js';
import { sum } from './weighted-sum.js';

/** A pair of the batch. */
interface Side {
  readonly query: Uint32Array;
  readonly entity: Uint32Array;
  readonly weights: Float32Array;
  readonly id: string;
  readonly name: string;
  readonly asked: string;
}

/** One batch after the other through both towers and back. */
export class BatchTrainer {
  readonly #queryTower: AdaGrad;
  readonly #entityTower: AdaGrad;
  readonly #dimensions: number;
  readonly #features: TextFeatures;
  readonly #entityFeatures: EntityFeatures;
  readonly #queries: Float32Array;
  readonly #entities: Float32Array;
  readonly #gradients: { queries: Float32Array; entities: Float32Array };
  #sides: Side[] = [];
  #lengths: { readonly query: number; readonly entity: number }[] = [];

  constructor(queryTower: AdaGrad, entityTower: AdaGrad, { dimensions, bits, batch }: TowerSettings) {
    this.#queryTower = queryTower;
    this.#entityTower = entityTower;
    this.#dimensions = dimensions;
    this.#features = new TextFeatures(bits);
    this.#entityFeatures = new EntityFeatures(bits);
    this.#queries = new Float32Array(batch * dimensions);
    this.#entities = new Float32Array(batch * dimensions);
    this.#gradients = { queries: new Float32Array(batch * dimensions), entities: new Float32Array(batch * dimensions) };
  }

  begin(): void {
    this.#sides = [];
    this.#lengths = [];
  }

  /** Adds a pair to the batch; one without words on either side is left out. */
  add(words: readonly string[], entity: Entity): void {
    const query = this.#features.read(words);
    const asked = query.buckets.slice(0, query.count);
    const named = this.#entityFeatures.read(entity);
    const [from, dimensions] = [this.#sides.length * this.#dimensions, this.#dimensions];
    sum(this.#queryTower.weights, asked, undefined, this.#queries, from, dimensions);
    const weights = named.weights.slice(0, named.count);
    const buckets = named.buckets.slice(0, named.count);
    sum(this.#entityTower.weights, buckets, weights, this.#entities, from, dimensions);
    const lengths = {
      query: normalise(this.#queries, from, dimensions),
      entity: normalise(this.#entities, from, dimensions),
    };
    if (lengths.query === 0 || lengths.entity === 0) return;
    this.#sides.push({
      query: asked,
      entity: buckets,
      weights,
      id: entity.id,
      name: entity.title.toLowerCase(),
      asked: words.join(' '),
    });
    this.#lengths.push(lengths);
  }

  /** @returns the mean loss before the step */
  step(sharpness: number): number {
    const [sides, dimensions] = [this.#sides, this.#dimensions];
    const vectors = { queries: this.#queries, entities: this.#entities, count: sides.length, dimensions };
    // An entity of the same name, or that was asked for with the same words, is no wrong answer.
    const isNegative = (query: number, entity: number) =>
      sides[query].id !== sides[entity].id &&
      sides[query].name !== sides[entity].name &&
      sides[query].asked !== sides[entity].asked;
    const loss = contrastiveLoss(vectors, sharpness, isNegative, this.#gradients);
    for (const [index, { query, entity, weights }] of sides.entries()) {
      const from = index * dimensions;
      denormalise(this.#gradients.queries, this.#queries, from, dimensions, this.#lengths[index].query);
      denormalise(this.#gradients.entities, this.#entities, from, dimensions, this.#lengths[index].entity);
      stepAll(this.#queryTower, query, undefined, this.#gradients.queries, from, dimensions);
      stepAll(this.#entityTower, entity, weights, this.#gradients.entities, from, dimensions);
    }
    return loss;
  }
}

function stepAll(
  tower: AdaGrad,
  buckets: Uint32Array,
  weights: Float32Array | undefined,
  gradients: Float32Array,
  from: number,
  dimensions: number,
): void {
  for (let index = 0; index < buckets.length; index++) {
    const weight = weights === undefined ? 1 : weights[index];
    const at = buckets[index] * dimensions;
    for (let place = 0; place < dimensions; place++) tower.step(at + place, weight * gradients[from + place]);
  }
}
