import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitParabola, marginal } from './slope.js';

it('finds the parabola that the points lie on', () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(value, value, value, (constant, linear, quadratic) => {
      const points = [3, 6, 12, 21, 30].map((x) => ({ x, y: constant + linear * x + quadratic * x * x }));
      const fitted = fitParabola(points);
      expect(fitted.constant).toBeCloseTo(constant, 6);
      expect(fitted.linear).toBeCloseTo(linear, 6);
      expect(fitted.quadratic).toBeCloseTo(quadratic, 6);
    }),
  );
});

it('says what one more costs', () => {
  expect(marginal({ constant: 9, linear: 2, quadratic: 0.5 }, 4)).toBe(6);
});
