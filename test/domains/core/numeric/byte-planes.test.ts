import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromGaps, PlaneReader, toGaps, toPlanes } from '../../../../domains/core/numeric/byte-planes.js';

const words = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 50 });

it('reads back any arrays, one after the other', () => {
  fc.assert(
    fc.property(words, words, words, (...arrays) => {
      // At an odd place of a larger buffer, as a part of a bundle is.
      const bytes = Buffer.concat([Buffer.of(9), ...arrays.map(toPlanes)]).subarray(1);
      const reader = new PlaneReader(bytes);
      for (const array of arrays) expect([...reader.next()]).toEqual(array);
    }),
  );
});

it('writes the length and then byte after byte of all entries', () => {
  expect([...toPlanes([0x01020304, 0xa0b0c0d0])]).toEqual([2, 0, 0, 0, 4, 0xd0, 3, 0xc0, 2, 0xb0, 1, 0xa0]);
});

it('refuses bytes that end before the array does, without making room for it', () => {
  const bytes = toPlanes([1, 2, 3]);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => new PlaneReader(bytes.subarray(0, length)).next()).toThrow('longer than its bytes');
  }
  expect(() => new PlaneReader(Uint8Array.of(255, 255, 255, 255, 1, 2, 3, 4)).next()).toThrow('longer than its bytes');
  const reader = new PlaneReader(bytes);
  reader.next();
  expect(() => reader.next()).toThrow('longer than its bytes');
});

it('takes increasing numbers to gaps and back', () => {
  expect([...toGaps(Uint32Array.of(3, 10, 0xffffffff))]).toEqual([3, 7, 0xffffffff - 10]);
  const increasing = fc
    .uniqueArray(fc.integer({ min: 0, max: 0xffffffff }))
    .map((list) => Uint32Array.from(list).sort());
  fc.assert(
    fc.property(increasing, (list) => {
      expect(fromGaps(toGaps(list))).toEqual(list);
    }),
  );
});
