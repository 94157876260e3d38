import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UNKNOWN, Vocabulary } from '../../../../domains/core/recognizer/vocabulary.js';

const fingerprints = fc.uniqueArray(fc.integer({ min: 1, max: 0xffffffff }), { maxLength: 200 });

it('numbers its features from 1 in their order, and no other', () => {
  fc.assert(
    fc.property(fingerprints, fingerprints, (known, others) => {
      const vocabulary = new Vocabulary(Uint32Array.from(known));
      expect(vocabulary.size).toBe(known.length);
      expect([...vocabulary.fingerprints]).toEqual(known);
      expect(known.map((fingerprint) => vocabulary.id(fingerprint))).toEqual(known.map((_, index) => index + 1));
      for (const other of others) if (!known.includes(other)) expect(vocabulary.id(other)).toBe(UNKNOWN);
      expect(vocabulary.id(0)).toBe(UNKNOWN);
    }),
  );
});

it.each([
  ['the first', 0],
  ['the last, and go on at the first', 0xffffff00],
])('keeps apart fingerprints that fall on %s place', (_, from) => {
  const clashing = Uint32Array.from({ length: 100 }, (_, index) => from + index + 1);
  const vocabulary = new Vocabulary(clashing);
  for (const [index, fingerprint] of clashing.entries()) expect(vocabulary.id(fingerprint)).toBe(index + 1);
  expect(vocabulary.id(from + 101)).toBe(UNKNOWN);
});
