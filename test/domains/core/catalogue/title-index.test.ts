import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueParts, readCatalogueKnowledge } from '../../../../domains/core/catalogue/parts.js';
import { listing, listingSymbol } from '../../../../domains/core/catalogue/title-index.js';
import { skeleton, titleKey } from '../../../../domains/core/catalogue/title-key.js';
import { combine, hashText } from '../../../../domains/core/recognizer/hash.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';
import { buildTitleIndex, trainNameModel } from '../../../../training/catalogue.js';

const words = (text: string) => tokenize(text).map((token) => token.text);
const song = (title: string, creator: string, popularity: number) => ({
  kind: 'song',
  title,
  creators: [creator],
  popularity,
});
const index = buildTitleIndex(
  [
    song('Hey Jude', 'The Beatles', 900),
    song('With The Beatles', 'The Beatles', 300),
    song('Part II', 'Nobody', 1),
    song('Kill Bill: The Suite', 'RZA', 20),
    { kind: 'book', title: 'Middlemarch', creators: ['George Eliot'] },
  ],
  new Set(['song']),
);

const names = trainNameModel([song('Hey Jude', 'The Beatles', 900)], 1);

describe('titleKey', () => {
  it.each([
    ['The Beatles', 'beatles'],
    ['Rock & Roll', 'rock and roll'],
    ['Part II', 'part two'],
    ['Seven!', '7'],
    ["Don't Stop", 'don t stop'],
  ])('%s and %s are one title', (one, other) => {
    expect(titleKey(words(one), 'exact')).toBe(titleKey(words(other), 'exact'));
  });

  it.each([
    ['mary poppins', 'marry poppins'],
    ['philadelphia', 'filadelfia'],
    ['bohemian rhapsody', 'bohemian rapsody'],
    ['jacques', 'jaques'],
  ])('%s and %s sound alike, and are not the same', (one, other) => {
    expect(titleKey(words(one), 'loose')).toBe(titleKey(words(other), 'loose'));
    expect(titleKey(words(one), 'exact')).not.toBe(titleKey(words(other), 'exact'));
  });

  it('keeps an article that is the whole title, and knows nothing of no words', () => {
    expect(titleKey(['a'], 'exact')).toBeDefined();
    expect(titleKey([], 'exact')).toBeUndefined();
    expect(titleKey(['&'], 'loose')).toBeUndefined();
  });

  it('reads the skeleton of plain letters off the words, as the expressions that define it say', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aeiouyhwckqpzsfbtr79PC-.'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (parts) => {
        // No number, and no article in front.
        const spelled = parts.map((part) => `b${part}`);
        expect(titleKey(spelled, 'loose')).toBe(combine(2, hashText(skeleton(spelled.join('')))));
        const vowel = `e${parts.join('')}`;
        expect(titleKey([vowel], 'loose')).toBe(combine(2, hashText(skeleton(vowel))));
      }),
      { numRuns: 500 },
    );
    expect(titleKey(['déjà', 'vu'], 'loose')).toBe(titleKey(['deja', 'vu'], 'loose'));
    expect(titleKey(['...'], 'loose')).toBeUndefined();
    expect(titleKey(['ph'.repeat(400)], 'loose')).toBe(combine(2, hashText('f')));
  });
});

describe('listing', () => {
  it('finds titles exactly and in sound, creators apart, and other kinds not at all', () => {
    expect(listing(index, words('with the beatles'))).toMatchObject({ title: 2, creator: 0 });
    expect(listing(index, words('hey june'))).toMatchObject({ title: 0 });
    expect(listing(index, words('hey jud'))).toMatchObject({ title: 1 });
    expect(listing(index, words('beatles'))).toMatchObject({ title: 0, creator: 2, popularity: 0 });
    expect(listing(index, words('middlemarch'))).toEqual({ title: 0, creator: 0, popularity: 0 });
  });

  it('knows a title without its subtitle', () => {
    expect(listing(index, words('kill bill')).title).toBe(2);
    expect(listing(index, words('kill bill the suite')).title).toBe(2);
  });

  it('orders titles by popularity', () => {
    const popularity = (text: string) => listing(index, words(text)).popularity;
    expect(popularity('hey jude')).toBeGreaterThan(popularity('with the beatles'));
    expect(popularity('with the beatles')).toBeGreaterThan(popularity('part 2'));
  });

  it('is the same after a bundle', () => {
    const read = readCatalogueKnowledge(catalogueParts({ names, titles: index })).titles!;
    for (const text of ['hey jude', 'hey jud', 'the beatles', 'nothing']) {
      expect(listing(read, words(text))).toEqual(listing(index, words(text)));
    }
    expect(readCatalogueKnowledge(new Map())).toEqual({});
  });

  it('tells listings of different weight apart as symbols', () => {
    const symbols = ['hey jude', 'hey jud', 'part two', 'beatles', 'nothing'].map((text) =>
      listingSymbol(listing(index, words(text))),
    );
    expect(new Set(symbols).size).toBe(symbols.length);
  });
});
