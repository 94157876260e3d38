import { expect } from 'vitest';

/** A loss that adds its slopes at `point` to the array it is given, and returns its value. */
export type SlopedLoss = (point: Float64Array, slopes: Float64Array) => number;

/** Holds a loss's slopes against central differences of its values. */
export function expectSlopes(loss: SlopedLoss, point: Float64Array, step = 1e-5): void {
  const slopes = new Float64Array(point.length);
  loss(point, slopes);
  for (const [index, slope] of slopes.entries()) {
    const at = (distance: number) => {
      const moved = Float64Array.from(point);
      moved[index] += distance;
      return loss(moved, new Float64Array(point.length));
    };
    const difference = (at(step) - at(-step)) / (2 * step);
    expect(Math.abs(slope - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
  }
}
