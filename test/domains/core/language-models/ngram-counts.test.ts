import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NgramCounts } from '../../../../domains/core/language-models/ngram-counts.js';

const number = fc.integer({ min: 0, max: 0xffffffff });
const entry = fc.record({ key: fc.integer({ min: 1, max: 0xffffffff }), fields: fc.tuple(number, number, number) });

it('finds what was put in and nothing else, however far it grew, and lists it in the order of the keys', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(entry, { selector: ({ key }) => key, maxLength: 60 }),
      fc.array(number),
      (all, others) => {
        const table = new NgramCounts();
        for (const { key, fields } of all) {
          const place = table.placeOf(key);
          for (const [field, value] of fields.entries()) table.places[place + 1 + field] = value;
        }
        expect(table.size).toBe(all.length);
        const entries = table.entries();
        const sorted = [...all].sort((a, b) => a.key - b.key);
        expect([...entries.keys]).toEqual(sorted.map(({ key }) => key));
        for (const read of [table, NgramCounts.of(entries), new NgramCounts(structuredClone(table))]) {
          for (const { key, fields } of all) {
            const place = read.find(key);
            expect([...read.places.subarray(place, place + 4)]).toEqual([key, ...fields]);
          }
          const keys = new Set(all.map(({ key }) => key));
          for (const other of others) if (other !== 0 && !keys.has(other)) expect(read.find(other)).toBe(-1);
          expect(read.entries()).toEqual(entries);
        }
      },
    ),
  );
});
