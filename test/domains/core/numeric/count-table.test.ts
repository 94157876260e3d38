import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CountTable } from '../../../../domains/core/numeric/count-table.js';

const key = fc.integer({ min: 1, max: 0xffffffff });
const count = fc.integer({ min: 1, max: 0xffffffff });

it('counts what was added, and 0 for anything else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, count), { selector: ([k]) => k }), fc.array(key), (entries, others) => {
      const counts = new Map(entries);
      const table = CountTable.fromMap(counts);
      expect(table.size).toBe(counts.size);
      for (const [k, n] of counts) expect(table.get(k)).toBe(n);
      for (const other of others) expect(table.get(other)).toBe(counts.get(other) ?? 0);
    }),
  );
});

it('lists its keys in increasing order, from which the same table is made', () => {
  const table = CountTable.fromMap(
    new Map([
      [0xfffffff0, 3],
      [16, 70_000],
      [32, 1],
    ]),
  );
  const { keys, counts } = table.entries();
  expect([...keys]).toEqual([16, 32, 0xfffffff0]);
  expect([...counts]).toEqual([70_000, 1, 3]);
  const again = CountTable.of(keys, counts);
  for (const k of keys) expect(again.get(k)).toBe(table.get(k));
});
