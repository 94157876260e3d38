import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combine, hashText } from '../../../../domains/core/numeric/hash.js';

/** murmur3's fmix32 over FNV-1a, in big integers: trained bundles hold these very numbers, so they must never change. */
function reference(text: string): number {
  const word = 0xffffffffn;
  let hash = 0x811c9dc5n;
  for (let index = 0; index < text.length; index++)
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x01000193n) & word;
  hash = ((hash ^ (hash >> 16n)) * 0x85ebca6bn) & word;
  hash = ((hash ^ (hash >> 13n)) * 0xc2b2ae35n) & word;
  return Number(hash ^ (hash >> 16n));
}

it('is FNV-1a with murmur3 at the end', () => {
  for (const text of ['', 'a', 'play', 'שלום', '😀']) expect(hashText(text)).toBe(reference(text));
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => hashText(text) === (reference(text) || 1)));
});

it('hashes a part of a text as that text', () => {
  expect(hashText('player', 1, 4)).toBe(hashText('lay'));
  expect(hashText('player', 2)).toBe(hashText('ayer'));
});

it('combines in order, and never gives the 0 that marks an empty place', () => {
  expect(combine(1, 2)).not.toBe(combine(2, 1));
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(word, word, (left, right) => {
      const hash = combine(left, right);
      return Number.isInteger(hash) && hash > 0 && hash <= 0xffffffff;
    }),
  );
});

it('spreads 200,000 pairs with no more collisions than chance', () => {
  const hashes = new Set<number>();
  for (let left = 1; left <= 200; left++) for (let right = 1; right <= 1000; right++) hashes.add(combine(left, right));
  // 200,000^2 / 2^33 = 4.7 collisions are expected; 30 would be a poor mixer.
  expect(hashes.size).toBeGreaterThan(200_000 - 30);
});
