import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { type NameLikeness, NameShape, QueryShape } from '../../../../../domains/core/resolution/ranking/name-shape.js';

function compared(query: string, name: string): NameLikeness {
  const shape = new NameShape();
  const words = new QueryShape();
  // Whatever was read before leaves nothing behind.
  shape.read('another name of many words and letters');
  words.read(['something', 'else']);
  shape.read(name);
  words.read(query.split(' '));
  const likeness = {} as NameLikeness;
  words.compare(shape, likeness);
  return likeness;
}

describe('by hand', () => {
  test.each([
    ['beyonce', 'Beyoncé'],
    ['ac/dc', 'AC DC'],
    ['beatles', 'The Beatles'],
    ['the who', 'Who'],
    ['don t stop', "Don't Stop!"],
    ['москва', 'Москва'],
    ['東京', '東京'],
  ])('"%s" is %s', (query, name) => {
    expect(compared(query, name)).toMatchObject({ equal: true, edits: 1, prefix: 1 });
  });

  test.each([
    ['the', 'the who'],
    ['blue moon', 'blue moons'],
    ['a', 'b'],
    ['', ''],
  ])('"%s" is not %s', (query, name) => expect(compared(query, name).equal).toBe(false));

  test('shares of letters in common words', () => {
    // 4 of the query's 14 letters; 4 of the name's 9.
    const likeness = compared('blue something', 'Blue Train');
    expect(likeness.queryCover).toBeCloseTo(4 / 13, 12);
    expect(likeness.nameCover).toBeCloseTo(4 / 9, 12);
    expect(likeness.words).toBe(0b01);
    expect(likeness.length).toBeCloseTo(Math.log(9 / 13), 12);
  });

  test('trigrams of both over those of each', () => {
    // " ab", "abc", "bcd", "cd " and " ab", "abc", "bce", "ce ".
    expect(compared('abcd', 'ABCE').trigrams).toBeCloseTo(0.5, 12);
    expect(compared('abcd', 'xyz').trigrams).toBe(0);
  });
});

test('edits are those of Levenshtein wherever there is a trigram in common', () => {
  // Up to 31 letters of ASCII are compared by bits, others row by row.
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 25, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'ж'), minLength: 1, maxLength: 12 }),
  );
  fc.assert(
    fc.property(word, word, (one, other) => {
      const { edits, trigrams } = compared(`x${one}`, `x${other}`);
      const [left, right] = [`x${one}`, `x${other}`];
      if (trigrams > 0) expect(edits).toBeCloseTo(1 - distance(left, right) / Math.max(left.length, right.length), 9);
    }),
    { seed: 20, numRuns: 1_000 },
  );
});

test('any texts: shares stay within 0 and 1, and a name is itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const { queryCover, nameCover, trigrams, edits, prefix, length } = compared(one, other);
      for (const share of [queryCover, nameCover, trigrams, edits, prefix]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
      expect(Number.isFinite(length)).toBe(true);
      const same = compared(one, one);
      expect(same.equal).toBe(same.edits === 1);
    }),
    { seed: 20, numRuns: 200 },
  );
});

test('a query or name of any length is as much work as a long one', () => {
  const long = Array.from({ length: 5_000 }, (_, word) => `w${word}`).join(' ');
  const { words, ...shares } = compared(long, long);
  expect(words).toBe(2 ** 24 - 1);
  expect(shares).toMatchObject({ equal: true, queryCover: 1 });
});
