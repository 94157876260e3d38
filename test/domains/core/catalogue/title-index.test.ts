import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogueParts, readCatalogueKnowledge } from '../../../../domains/core/catalogue/parts.js';
import { listing, listingSymbol } from '../../../../domains/core/catalogue/title-index.js';
import {
  leadingArticle,
  type Nearness,
  skeleton,
  titleCore,
  titleKey,
} from '../../../../domains/core/catalogue/title-key.js';
import { toPlanes } from '../../../../domains/core/numeric/byte-planes.js';
import { combine, hashText } from '../../../../domains/core/numeric/hash.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';
import { trainNameModel } from '../../../../training/catalogue/name-model-trainer.js';
import { buildTitleIndex } from '../../../../training/catalogue/title-index-builder.js';
import { titleSlots } from '../../../support/corpora/kind-slots.js';

const words = (text: string) => tokenize(text).map((token) => token.text);
const key = (title: readonly string[], nearness: Nearness) => titleKey(titleCore(title), nearness);
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
  new Map([['song', titleSlots('track')]]),
);

const kindOf = (name: string) => ({ name, slots: [], creatorSlots: [] });
const names = trainNameModel([song('Hey Jude', 'The Beatles', 900)], 1);

describe('titleKey', () => {
  it.each([
    ['The Beatles', 'beatles'],
    ['Rock & Roll', 'rock and roll'],
    ['Part II', 'part two'],
    ['Seven!', '7'],
    ["Don't Stop", 'don t stop'],
    ["Don't Stop", 'dont stop'],
    ["Ender's Game", 'enders game'],
    ["The Handmaid's Tale", 'handmaids tale'],
    ["Guns N' Roses", 'guns and roses'],
    ['Florence + The Machine', 'florence and the machine'],
    ['AC/DC', 'ac dc'],
    ['R.E.M.', 'rem'],
    ['Jay-Z', 'jay z'],
    ['Spider-Man', 'spiderman'],
    ['Beyoncé', 'beyonce'],
    ['Motörhead', 'motorhead'],
    ['Catch-22', 'catch twenty two'],
    ['Nineteen Eighty-Four', '1984'],
    ['One Hundred Years of Solitude', '100 years of solitude'],
    ['The 100', 'the hundred'],
    ['Rocky V', 'rocky five'],
    ['Henry VI Part I', 'henry 6 part one'],
    ['Super Bowl XXXIX', 'super bowl thirty nine'],
  ])('%s and %s are one title', (one, other) => {
    expect(key(words(one), 'exact')).toBe(key(words(other), 'exact'));
  });

  it.each([
    ['the king and i', 'the king and 1'],
    ['v for vendetta', '5 for vendetta'],
    ['n', ''],
    ['twenty one', '20 2'],
    ['the eagle', 'the eagles'],
  ])('%s and %s are two', (one, other) => {
    expect(key(words(one), 'exact')).not.toBe(key(words(other), 'exact'));
  });

  it.each([
    ['mary poppins', 'marry poppins'],
    ['philadelphia', 'filadelfia'],
    ['bohemian rhapsody', 'bohemian rapsody'],
    ['jacques', 'jaques'],
  ])('%s and %s sound alike, and are not the same', (one, other) => {
    expect(key(words(one), 'loose')).toBe(key(words(other), 'loose'));
    expect(key(words(one), 'exact')).not.toBe(key(words(other), 'exact'));
  });

  it('keeps an article that is the whole title, and knows nothing of no words', () => {
    expect(key(['a'], 'exact')).toBeDefined();
    expect(key([], 'exact')).toBeUndefined();
    expect(key(['&'], 'loose')).toBeUndefined();
  });

  it('leaves out the article in front, and says which', () => {
    const articles = ['the trouble', 'a hard day', 'an apple', 'and the boys', 'trouble the', 'the', 'the &', ''].map(
      (text) => leadingArticle(titleCore(words(text))),
    );
    expect(articles).toEqual(['the', 'a', 'an', 'the', undefined, undefined, undefined, undefined]);
  });

  it('reads the skeleton of plain letters off the words, as the expressions that define it say', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aeiouyhwckqpzsfbtr79PC-.'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (parts) => {
        // No number in Roman numerals either, such as in "b-ii-".
        fc.pre(!parts.some((part) => part.split(/[-.]/u).some((piece) => /^[ci]+$/iu.test(piece))));
        // No number, and no article in front.
        const spelled = parts.map((part) => `b${part}`);
        expect(key(spelled, 'loose')).toBe(combine(2, hashText(skeleton(spelled.join('')))));
        const vowel = `e${parts.join('')}`;
        expect(key([vowel], 'loose')).toBe(combine(2, hashText(skeleton(vowel))));
      }),
      { numRuns: 500 },
    );
    expect(key(['déjà', 'vu'], 'loose')).toBe(key(['deja', 'vu'], 'loose'));
    expect(key(['...'], 'loose')).toBeUndefined();
    expect(key(['ph'.repeat(400)], 'loose')).toBe(combine(2, hashText('f')));
  });
});

describe('listing', () => {
  it('finds titles exactly and in sound, creators apart, and other kinds not at all', () => {
    expect(listing(index, words('with the beatles'))).toMatchObject({ title: 2, creator: 0 });
    expect(listing(index, words('hey june'))).toMatchObject({ title: 0 });
    expect(listing(index, words('hey jud'))).toMatchObject({ title: 1 });
    expect(listing(index, words('beatles'))).toMatchObject({ title: 0, creator: 2, popularity: 0 });
    expect(listing(index, words('middlemarch'))).toEqual({ title: 0, creator: 0, kinds: [], popularity: 0 });
  });

  it('says which kinds list a title, each with its own percentiles', () => {
    const album = (title: string, popularity: number) => ({ ...song(title, 'Nobody', popularity), kind: 'album' });
    const { kinds, entries } = buildTitleIndex(
      [song('Help!', 'The Beatles', 10), song('Yes', 'Nobody', 20), album('Help!', 1), album('Yes It Is', 0.5)],
      new Map(['song', 'album', 'film'].map((kind) => [kind, titleSlots()])),
    );
    expect(kinds.map(({ name }) => name)).toEqual(['album', 'song']);
    const found = (text: string) => listing({ kinds, entries }, words(text));
    // The first of two songs, and the second of two albums.
    expect(found('help')).toEqual({ title: 2, creator: 0, kinds: ['album', 'song'], popularity: 0.99 });
    expect(found('yes')).toMatchObject({ kinds: ['song'], popularity: 0.99 });
    expect(found('yes it is')).toMatchObject({ kinds: ['album'], popularity: 0.49 });
    expect(found('yess it is')).toMatchObject({ title: 1, kinds: ['album'] });
    expect(found('nobody')).toMatchObject({ title: 0, creator: 2, kinds: [] });
  });

  it('knows creators without their guests and orchestras', () => {
    const { kinds, entries } = buildTitleIndex(
      ['Drake Featuring Rihanna', 'Perez Prado And His Orchestra', 'Simon & Garfunkel'].map((creator) =>
        song('Any', creator, 1),
      ),
      new Map([['song', { title: [], creators: ['artist'], series: [] }]]),
    );
    const creator = (text: string) => listing({ kinds, entries }, words(text)).creator;
    expect(['drake', 'perez prado', 'simon and garfunkel'].map(creator)).toEqual([2, 2, 2]);
    expect(['rihanna', 'simon', 'his orchestra'].map(creator)).toEqual([0, 0, 0]);
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

  it.each([
    ['no such part', 'titles.json', undefined, /no part titles\.json beside/],
    ['a kind twice', 'titles.json', { keys: 2, kinds: [kindOf('song'), kindOf('song')] }, /a kind stands once/],
    [
      'too many kinds',
      'titles.json',
      { keys: 2, kinds: Array.from({ length: 17 }, (_, kind) => kindOf(`kind${kind}`)) },
      /kinds/,
    ],
    ['fewer kinds than entries have', 'titles.json', { keys: 2, kinds: [] }, /titles\.bin has entry .*titles\.json/],
    ['a field more', 'titles.json', { keys: 2, kinds: [kindOf('song')], more: 1 }, /more/],
    ['another index without percentiles', 'titles.bin', [0], /titles\.bin has entry 0/],
    ['a percentile above 99', 'titles.bin', [1 + 100], /titles\.bin has entry 101/],
    ['the bit of a second kind', 'titles.bin', [1 + (1 << 11)], /titles\.bin has entry 2049/],
  ])('refuses a bundle with %s', (_, part, content, problem) => {
    const parts = catalogueParts({ names, titles: index });
    if (content === undefined) parts.delete(part);
    else if (Array.isArray(content)) parts.set(part, Buffer.concat([toPlanes([5]), toPlanes(content)]));
    else parts.set(part, Buffer.from(JSON.stringify(content)));
    expect(() => readCatalogueKnowledge(parts)).toThrow(problem);
  });

  it('refuses an index whose keys are folded in another way, and says what to do', () => {
    const parts = catalogueParts({ names, titles: index });
    for (const older of [{ kinds: [{ name: 'song', slots: ['track'] }] }, { keys: 3, kinds: [kindOf('song')] }]) {
      parts.set('titles.json', Buffer.from(JSON.stringify(older)));
      expect(() => readCatalogueKnowledge(parts)).toThrow(
        /titles\.json has title keys of form [13],.*train the bundle/,
      );
    }
  });

  it('takes sixteen kinds and no more', () => {
    const rows = Array.from({ length: 17 }, (_, place) => ({ ...song('Help!', 'Nobody', 1), kind: `kind${place}` }));
    const kinds = new Map(rows.map(({ kind }) => [kind, titleSlots()]));
    const { kinds: indexed, entries } = buildTitleIndex(rows.slice(1), kinds);
    expect(listing({ kinds: indexed, entries }, ['help']).kinds).toEqual(indexed.map(({ name }) => name));
    expect(indexed).toHaveLength(16);
    expect(() => buildTitleIndex(rows, kinds)).toThrow(/kind: 17 kinds/);
  });

  it('tells listings of different weight apart as symbols', () => {
    const symbols = ['hey jude', 'hey jud', 'part two', 'beatles', 'nothing'].map((text) =>
      listingSymbol(listing(index, words(text))),
    );
    expect(new Set(symbols).size).toBe(symbols.length);
  });

  it('tells kinds apart by their names as symbols, whatever their order', () => {
    const symbol = (...kinds: string[]) => listingSymbol({ title: 2, creator: 0, kinds, popularity: 0.5 });
    const symbols = [symbol('song'), symbol('album'), symbol('song', 'album'), symbol()];
    expect(new Set(symbols).size).toBe(symbols.length);
    expect(symbol('album', 'song')).toBe(symbol('song', 'album'));
  });
});
