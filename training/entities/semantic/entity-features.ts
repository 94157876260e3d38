import { ENTITY_FIELDS, type Entity, type EntityField } from '../../../domains/core/resolution/entities/entity.js';
import { nameWords, searchTerms } from '../../../domains/core/resolution/entities/name-words.js';
import { TextFeatures } from '../../../domains/core/resolution/strategies/semantic/text-features.js';

/** How much the words of a field weigh in an entity's vector, against those of the title. */
export const FIELD_WEIGHTS: Readonly<Record<EntityField, number>> = {
  title: 1,
  aliases: 0.5,
  creators: 0.7,
  partOf: 0.4,
  text: 0.3,
};

/** The features of an entity in order of its fields; a buffer that every call uses again. */
export class EntityFeatures {
  buckets = new Uint32Array(1_024);
  /** The weight of each bucket. */
  weights = new Float32Array(1_024);
  count = 0;
  readonly #words: TextFeatures;

  /** @param bits of a bucket, 1 to 24 */
  constructor(bits: number) {
    this.#words = new TextFeatures(bits);
  }

  read(entity: Entity): this {
    this.count = 0;
    for (const field of ENTITY_FIELDS) {
      const { buckets, count } = this.#words.read(fieldWords(entity, field));
      // A long text says no more than a short one.
      const weight = FIELD_WEIGHTS[field] * Math.min(1, USUAL_FEATURES / count);
      this.#reserve(count);
      for (let index = 0; index < count; index++) {
        this.buckets[this.count] = buckets[index];
        this.weights[this.count++] = weight;
      }
    }
    return this;
  }

  #reserve(more: number): void {
    if (this.count + more <= this.buckets.length) return;
    const [{ buckets, weights }, length] = [this, 2 * (this.count + more)];
    this.buckets = new Uint32Array(length);
    this.buckets.set(buckets);
    this.weights = new Float32Array(length);
    this.weights.set(weights);
  }
}

/** Features of a title of some three words. */
const USUAL_FEATURES = 24;

/** The words of an entity's field, as queries have them. */
export function fieldWords(entity: Entity, field: EntityField): readonly string[] {
  if (field === 'title') return wordsOf([entity.title]);
  if (field === 'text') return entity.text === undefined ? [] : wordsOf([entity.text]);
  return wordsOf(entity[field]);
}

function wordsOf(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const words = nameWords(name);
    return words.length > 0 ? searchTerms(words) : [];
  });
}
