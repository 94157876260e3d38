import { describe, expect, test } from 'vitest';
import { contrastiveLoss, denormalise, normalise } from '../../../../training/entities/semantic/contrastive-loss.js';
import { seeded } from '../../../../training/numeric/random.js';

const everyOther = () => true;

describe('the contrastive loss', () => {
  test('is the cross-entropy of the right entity, worked out by hand', () => {
    // Two pairs in the plane: cosines 1 and 0 for the first query, .6 and .8 for the second.
    const vectors = {
      queries: Float32Array.of(1, 0, 0.6, 0.8),
      entities: Float32Array.of(1, 0, 0, 1),
      count: 2,
      dimensions: 2,
    };
    const gradients = { queries: new Float32Array(4), entities: new Float32Array(4) };
    const first = Math.log(1 + Math.exp(-2));
    const second = Math.log(1 + Math.exp(2 * (0.6 - 0.8)));
    expect(contrastiveLoss(vectors, 2, everyOther, gradients)).toBeCloseTo((first + second) / 2, 6);
    // By the first query: s / n times what the wrong entity's share moves it, towards the wrong and from the right one.
    const share = 1 / (1 + Math.exp(2));
    expect(gradients.queries[0]).toBeCloseTo(-share, 6);
    expect(gradients.queries[1]).toBeCloseTo(share, 6);
    // Where no other entity is wrong there is nothing to learn.
    expect(contrastiveLoss(vectors, 2, () => false, gradients)).toBe(0);
    expect([...gradients.queries, ...gradients.entities].every((entry) => entry === 0)).toBe(true);
  });

  test('has the gradient of finite differences, through the lengths of the vectors', () => {
    const [count, dimensions, sharpness] = [5, 4, 3];
    const random = seeded(7);
    const draw = () => Float32Array.from({ length: count * dimensions }, () => 2 * random.next() - 1);
    const raw = { queries: draw(), entities: draw() };
    // One entity is no wrong answer to one query.
    const isNegative = (query: number, entity: number) => query !== 1 || entity !== 3;
    const lossAt = ({ queries, entities }: typeof raw) => {
      const units = { queries: queries.slice(), entities: entities.slice(), count, dimensions };
      const gradients = { queries: new Float32Array(queries.length), entities: new Float32Array(entities.length) };
      const lengths = Array.from({ length: count }, (_, row) => ({
        queries: normalise(units.queries, row * dimensions, dimensions),
        entities: normalise(units.entities, row * dimensions, dimensions),
      }));
      const loss = contrastiveLoss(units, sharpness, isNegative, gradients);
      for (const [row, length] of lengths.entries()) {
        for (const side of ['queries', 'entities'] as const)
          denormalise(gradients[side], units[side], row * dimensions, dimensions, length[side]);
      }
      return { loss, gradients };
    };
    const { gradients } = lossAt(raw);
    const step = 1e-2;
    for (const side of ['queries', 'entities'] as const) {
      for (let place = 0; place < count * dimensions; place++) {
        const moved = (by: number) => ({ ...raw, [side]: raw[side].with(place, raw[side][place] + by) });
        const slope = (lossAt(moved(step)).loss - lossAt(moved(-step)).loss) / (2 * step);
        expect(gradients[side][place], `${side} ${place}`).toBeCloseTo(slope, 2);
      }
    }
  });

  test('leaves a vector of length 0 as it is, without a gradient', () => {
    const vector = new Float32Array(3);
    expect(normalise(vector, 0, 3)).toBe(0);
    const gradient = Float32Array.of(1, 2, 3);
    denormalise(gradient, vector, 0, 3, 0);
    expect([...gradient]).toEqual([0, 0, 0]);
  });
});
