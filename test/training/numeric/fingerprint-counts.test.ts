import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FingerprintCounts } from '../../../training/numeric/fingerprint-counts.js';

it('counts each fingerprint once a list, as sets and a map would', () => {
  const lists = fc.array(fc.array(fc.integer({ min: 1, max: 40 }).map((value) => (value * 0x9e3779b1) >>> 0 || 1)));
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 4 }), (all, minimum) => {
      const counts = new FingerprintCounts();
      const expected = new Map<number, number>();
      for (const list of all) {
        counts.addList(list);
        for (const each of new Set(list)) expected.set(each, (expected.get(each) ?? 0) + 1);
      }
      const kept = [...expected].flatMap(([each, count]) => (count >= minimum ? [each] : []));
      expect([...counts.atLeast(minimum)]).toEqual(kept.sort((a, b) => a - b));
    }),
  );
});

it('reads no further than it is told, and grows past its first room', () => {
  const counts = new FingerprintCounts();
  counts.addList(Uint32Array.of(7, 8, 9), 2);
  for (let value = 1; value <= 200_000; value++) counts.addList([value]);
  expect([...counts.atLeast(2)]).toEqual([7, 8]);
  expect(counts.atLeast(1)).toHaveLength(200_000);
});
