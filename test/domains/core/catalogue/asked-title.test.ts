import { describe, expect, it } from 'vitest';
import { askedTitle } from '../../../../domains/core/catalogue/asked-title.js';
import type { CatalogueRow } from '../../../../training/catalogue/catalogue.js';
import { buildTitleIndex } from '../../../../training/catalogue/title-index-builder.js';
import { titleSlots } from '../../../support/corpora/kind-slots.js';

const song = (title: string, popularity: number) => ({ kind: 'song', title, creators: ['Anna'], popularity });
const index = buildTitleIndex(
  [song('Can I', 1), song('Trouble', 2), song('The Trouble With Love', 3), song('Find', 4), song('Help!', 4)],
  new Map([['song', titleSlots('track')]]),
  ['where', 'can', 'i', 'find', 'with', 'please'],
);
const asked = (text: string) => askedTitle(index, text.split(' '));
const found = (start: number, end: number, popularity: number) => ({ start, end, excludedSlots: [], popularity });

describe('askedTitle', () => {
  it('is the title that leaves words that people ask with only, though other words are titles too', () => {
    expect(asked('where can i find trouble')).toEqual(found(4, 5, 0.39));
    expect(asked('where can i find trouble please')).toEqual(found(4, 5, 0.39));
  });

  it('is the longest such title, with or without the article that it is listed with', () => {
    expect(asked('find the trouble with love')).toEqual(found(1, 5, 0.59));
    expect(asked('find trouble with love please')).toEqual(found(1, 4, 0.59));
  });

  it('leaves out an article that it is not listed with', () => {
    expect(asked('find the trouble')).toEqual(found(2, 3, 0.39));
    expect(asked('find a trouble with love')).toEqual(found(2, 5, 0.59));
    expect(asked('the help')).toEqual(found(1, 2, 0.99));
    const both = buildTitleIndex(
      [song('Trouble', 1), song('The Trouble', 2)],
      new Map([['song', titleSlots('track')]]),
      ['find'],
    );
    expect(askedTitle(both, ['find', 'the', 'trouble'])).toEqual(found(1, 3, 0.99));
    expect(askedTitle(both, ['find', 'trouble'])).toEqual(found(1, 2, 0.99));
  });

  it('is no value of a slot that takes titles of other kinds alone', () => {
    const album = (title: string) => ({ ...song(title, 1), kind: 'album' });
    const rows = [song('Help!', 1), album('Help!'), album('Yes')];
    const slots = new Map([
      ['song', titleSlots('track', 'name')],
      ['album', titleSlots('album', 'name')],
    ]);
    const excluded = (rows: readonly CatalogueRow[], title: string) =>
      askedTitle(buildTitleIndex(rows, slots, ['play']), ['play', title])!.excludedSlots;
    expect(excluded(rows, 'help')).toEqual([]);
    expect(excluded(rows, 'yes')).toEqual(['track']);
    // A catalogue that lists no songs does not say that it is none.
    expect(excluded(rows.slice(1), 'yes')).toEqual([]);
  });

  it('is none where a word is left that no request has, before, after or between', () => {
    for (const text of ['find the album trouble', 'find trouble songs', 'find trouble and help', 'play trouble']) {
      expect(asked(text), text).toBeUndefined();
    }
  });

  it('may be the whole utterance, or be made of words that people ask with', () => {
    expect(asked('help')).toEqual(found(0, 1, 0.99));
    expect(asked('where can i')).toEqual(found(1, 3, 0.19));
  });

  it('is none for no words and for no name', () => {
    expect(askedTitle(index, [])).toBeUndefined();
    expect(asked('where the')).toBeUndefined();
    expect(asked('find hanna')).toBeUndefined();
  });

  it('may be a creator, with or without an article, whose name fills the slots for creators alone', () => {
    const of = (title: string, creator: string, popularity: number) => ({
      ...song(title, popularity),
      creators: [creator],
    });
    const slots = { title: ['track'], creators: ['artist'], series: [] };
    const songs = buildTitleIndex(
      [of('Desperado', 'Eagles', 3), of('Yellow', 'Coldplay', 1), of('Kiss', 'Prince', 5), of('Beth', 'Kiss', 1)],
      new Map([['song', slots]]),
      ['play'],
    );
    // The third of four creators, by the popularity of their works.
    expect(askedTitle(songs, ['play', 'the', 'eagles'])).toEqual({
      start: 1,
      end: 3,
      excludedSlots: ['track'],
      popularity: 0.74,
    });
    expect(askedTitle(songs, ['play', 'yellow'])).toMatchObject({ excludedSlots: ['artist'], popularity: 0.49 });
    // A song, the most popular, and a band.
    expect(askedTitle(songs, ['play', 'kiss'])).toMatchObject({ excludedSlots: [], popularity: 0.99 });
  });

  it('may be a series, which fills the slots for series alone', () => {
    const book = (title: string, popularity: number, series: string[]) => ({
      kind: 'book',
      title,
      creators: [],
      series,
      popularity,
    });
    const slots = { title: ['name'], creators: [], series: ['name', 'saga'] };
    const books = buildTitleIndex(
      [book('Mort', 1, ['Death', 'Discworld']), book('Sourcery', 3, ['Discworld']), book('Emma', 9, [])],
      new Map([['book', slots]]),
      ['read'],
    );
    expect(books.kinds.map(({ name }) => name)).toEqual(['book', 'book series']);
    expect(askedTitle(books, ['read', 'discworld'])).toMatchObject({ excludedSlots: [], popularity: 0.99 });
    expect(askedTitle(books, ['read', 'death'])).toMatchObject({ popularity: 0.49 });
    expect(askedTitle(books, ['read', 'emma'])).toMatchObject({ excludedSlots: ['saga'], popularity: 0.99 });
  });

  it('is found behind the last words of a long utterance, and lies within it', () => {
    const please = 'please '.repeat(127);
    expect(asked(`${please}trouble`)).toEqual(found(127, 128, 0.39));
    expect(asked(`trouble ${please}`.trim())).toEqual(found(0, 1, 0.39));
  });
});
