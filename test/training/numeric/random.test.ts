import { expect, it } from 'vitest';
import { seeded, shuffle } from '../../../training/numeric/random.js';

const draw = (seed: number) => {
  const random = seeded(seed);
  return Array.from({ length: 8 }, () => random.next());
};

it('gives the same stream for the same seed, and another for another', () => {
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

it('draws from the whole of its range and nothing else', () => {
  const random = seeded(3);
  const counts = [0, 0, 0];
  let sum = 0;
  for (let draws = 0; draws < 3000; draws++) {
    counts[random.below(3)]++;
    const share = random.next();
    expect(share >= 0 && share < 1).toBe(true);
    sum += share;
  }
  // Standard deviations 26 and 0.0053.
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  expect(Math.abs(sum / 3000 - 0.5)).toBeLessThan(0.027);
});

it('shuffles every order equally often', () => {
  const random = seeded(4);
  const orders = new Map<string, number>();
  for (let draws = 0; draws < 6000; draws++) {
    const order = Int32Array.of(0, 1, 2);
    shuffle(order, random);
    orders.set(order.join(), (orders.get(order.join()) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  // Standard deviation 29.
  for (const count of orders.values()) expect(Math.abs(count - 1000)).toBeLessThan(145);
});
