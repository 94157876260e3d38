import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { TextFeatures } from '../../../domains/core/resolution/strategies/semantic/text-features.js';
import { type Random, seeded, shuffle } from '../../numeric/random.js';
import { AdaGrad } from '../../optimiser/adagrad.js';
import { BatchTrainer } from './batch-trainer.js';
import { EntityFeatures } from './entity-features.js';
import { exampleQuery } from './example-queries.js';
import { TOWER_SETTINGS, type TowerSettings } from './tower-settings.js';

/** Words with which somebody asked for an entity and took it. */
export interface AcceptedPair {
  /** Terms as an index of words has them (entities/name-words.ts). */
  readonly words: readonly string[];
  readonly entity: Entity;
  /** How often it is met in an epoch, at least 1. */
  readonly times: number;
}

/** Two towers over the same features of words: what a feature adds to a query's vector and to an entity's. */
export interface Towers {
  readonly dimensions: number;
  readonly bits: number;
  /** `[2^bits, dimensions]` each. */
  readonly queries: Float32Array;
  readonly entities: Float32Array;
}

/**
 * Trains two towers on what people might ask for entities by, and on what they did ask. The towers begin as one.
 * @param entities a sample will do
 */
export function trainTowers(
  entities: readonly Entity[],
  pairs: readonly AcceptedPair[],
  settings: TowerSettings = TOWER_SETTINGS,
  onEpoch: (epoch: number, loss: number) => void = () => {},
): Towers {
  const { dimensions, bits, batch, rate, sharpness } = settings;
  const random = seeded(settings.seed);
  const queryTower = new AdaGrad(2 ** bits * dimensions, rate);
  const entityTower = new AdaGrad(2 ** bits * dimensions, rate);
  begin(queryTower.weights, entities, pairs, settings, random);
  entityTower.weights.set(queryTower.weights);
  const trainer = new BatchTrainer(queryTower, entityTower, settings);
  const examples = Int32Array.from([
    ...entities.keys(),
    ...pairs.flatMap(({ times }, index) => new Array<number>(times).fill(entities.length + index)),
  ]);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(examples, random);
    let [loss, batches] = [0, 0];
    for (let from = 0; from + 2 <= examples.length; from += batch) {
      trainer.begin();
      for (const example of examples.subarray(from, from + batch)) {
        const pair = pairs[example - entities.length];
        const entity = pair?.entity ?? entities[example];
        trainer.add(pair?.words ?? exampleQuery(entity, random), entity);
      }
      loss += trainer.step(sharpness);
      batches++;
    }
    onEpoch(epoch, loss / batches);
  }
  return { dimensions, bits, queries: queryTower.weights, entities: entityTower.weights };
}

/** Random vectors as long as their feature is rare; none for a feature that neither entities nor queries have. */
function begin(
  weights: Float32Array,
  entities: readonly Entity[],
  pairs: readonly AcceptedPair[],
  { bits, dimensions }: TowerSettings,
  random: Random,
): void {
  const having = new Uint32Array(2 ** bits);
  const count = (buckets: Uint32Array) => {
    for (const bucket of new Set(buckets)) having[bucket]++;
  };
  const features = new EntityFeatures(bits);
  for (const entity of entities) {
    const { buckets, count: size } = features.read(entity);
    count(buckets.subarray(0, size));
  }
  const words = new TextFeatures(bits);
  for (const pair of pairs) {
    const { buckets, count: size } = words.read(pair.words);
    count(buckets.subarray(0, size));
  }
  const scale = 1 / Math.sqrt(dimensions) / Math.log(2 + entities.length);
  for (let bucket = 0; bucket < having.length; bucket++) {
    if (having[bucket] === 0) continue;
    const length = scale * Math.log(1 + (entities.length + 1) / (having[bucket] + 0.5));
    for (let place = 0; place < dimensions; place++) {
      // A sum of three uniform draws is near enough to a normal one; its variance is 1.
      weights[bucket * dimensions + place] = length * 2 * (random.next() + random.next() + random.next() - 1.5);
    }
  }
}
