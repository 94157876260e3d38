import { expect, it } from 'vitest';
import { AdaGrad } from '../../../training/optimiser/adagrad.js';

it('steps by rate * slope / root of the sum of squares', () => {
  const table = new AdaGrad(3, 0.5);
  table.step(1, 3);
  expect(table.weights[1]).toBeCloseTo(-0.5, 6);
  table.step(1, -4);
  // 3^2 + 4^2 = 5^2
  expect(table.weights[1]).toBeCloseTo(-0.5 + (0.5 * 4) / 5, 6);
  expect([table.weights[0], table.weights[2]]).toEqual([0, 0]);
});

it('does not move without a slope', () => {
  const table = new AdaGrad(1, 0.5);
  table.step(0, 0);
  expect(table.weights[0]).toBe(0);
});
