import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dequantise, quantise, selectRows, usedRows } from '../../../training/recognizer/quantised-table.js';

it('keeps every weight to half a step of its column, and drops the small ones', () => {
  const weights = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 6, maxLength: 30 });
  fc.assert(
    fc.property(weights, fc.constantFrom(1e-6, 0.03, 0.5), (list, prune) => {
      const columns = 3;
      const table = Float32Array.from(list.slice(0, list.length - (list.length % columns)));
      const quantised = quantise(table, columns, prune);
      const restored = dequantise(quantised);
      for (const [index, weight] of table.entries()) {
        const step = quantised.scales[index % columns];
        if (Math.abs(weight) < prune) expect(restored[index]).toBe(0);
        else expect(Math.abs(restored[index] - weight)).toBeLessThanOrEqual(step * 0.5001);
      }
    }),
  );
});

it('spends the whole range of a column on its largest weight, and 1 as the scale of a column of zeros', () => {
  const table = quantise(Float32Array.of(-2, 0, 1, 0), 2, 0);
  expect([...table.values]).toEqual([-127, 0, 64, 0]);
  expect(table.scales[0]).toBeCloseTo(2 / 127, 7);
  expect(table.scales[1]).toBe(1);
});

it('selects rows that have weights, behind the row of zeros', () => {
  const table = quantise(Float32Array.of(0, 0, 1, 0, 0, 0, 0, -2, 0.001, 0), 2, 0.01);
  expect(usedRows(table)).toEqual([1, 3]);
  const selected = selectRows(table, [3, 1]);
  expect(selected.rows).toBe(3);
  expect([...selected.values]).toEqual([0, 0, 0, -127, 127, 0]);
  expect(selected.scales).toEqual(table.scales);
});
