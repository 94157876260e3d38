import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { Random } from '../../numeric/random.js';
import type { Entities } from '../table-builder.js';

/** A uniform sample of at most so many entities, all of them where there are no more (Vitter 1985, algorithm R). */
export async function sampleEntities(entities: Entities, most: number, random: Random): Promise<Entity[]> {
  const sample: Entity[] = [];
  let seen = 0;
  for await (const entity of entities) {
    seen++;
    if (sample.length < most) sample.push(entity);
    else {
      const place = random.below(seen);
      if (place < most) sample[place] = entity;
    }
  }
  return sample;
}
