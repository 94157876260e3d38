import { describe, expect, test } from 'vitest';
import type { AskedReading } from '../../../../gateway/answer/turns/asked.js';
import { References } from '../../../../gateway/answer/turns/references.js';
import { signsOf } from '../../../../gateway/answer/turns/signs.js';
import { readingOf } from './asked-readings.js';

const media = new Map([
  ['video', ['movie', 'tv show', 'watch']],
  ['books', ['book', 'novel']],
  ['music', ['song']],
]);
const two = [readingOf('video', 'dune', 0.5), readingOf('books', 'dune', 0.4)];
const said = (utterance: string, readings: readonly AskedReading[] = two) =>
  signsOf(utterance, new References(readings, media), readings.length);

describe('what names a reading', () => {
  test.each([
    ['the movie', [0.6, 0]],
    ['um, the Movies please!', [0.6, 0]],
    ['the tv show', [0.6, 0]],
    ['I want to watch it', [0.6, 0]],
    ['the books one', [0, 0.6]],
    ['dune', [1, 1]],
    // A medium of a domain that was not asked about.
    ['the song', [0, 0]],
  ])('%s', (utterance, naming) => {
    expect(said(utterance)).toEqual({ signs: [{ kind: 'names', naming }], unexplained: 0 });
  });

  test('slot values and slot names that only one reading has', () => {
    const songs = [
      readingOf('music', 'hurt', 0.5, { track: 'hurt', artist: 'johnny cash' }),
      readingOf('music', 'hurt', 0.4, { album: 'hurt', artist: 'nine inch nails' }),
    ];
    expect(said('the one by johnny cash', songs).signs).toEqual([{ kind: 'names', naming: [1, 0] }]);
    expect(said('nails', songs).signs).toEqual([{ kind: 'names', naming: [0, 0.3] }]);
    expect(said('the album', songs).signs).toEqual([{ kind: 'names', naming: [0, 1] }]);
  });

  test('words of a domain from outside', () => {
    const readings = [readingOf('podcasts', 'criminal', 0.5), readingOf('books', 'criminal', 0.4)];
    const references = new References(readings, new Map([...media, ['podcasts', ['podcast', 'feed']]]));
    expect(signsOf('the feed', references, 2).signs).toEqual([{ kind: 'names', naming: [0.6, 0] }]);
  });
});

describe('places', () => {
  test.each([
    ['the second one', 1],
    ['2', 1],
    ['two', 1],
    ['number two please', 1],
    ['the 1st', 0],
    ['the last one', 1],
    ['the former', 0],
  ])('%s', (utterance, place) => {
    expect(said(utterance)).toEqual({
      signs: [{ kind: 'place', naming: [0, 1].map((at) => (at === place ? 1 : 0)) }],
      unexplained: 0,
    });
  });

  test('past the end, and a numeral that is some word of a title', () => {
    expect(said('the fifth one').signs).toEqual([{ kind: 'place', naming: [0, 0] }]);
    const towers = [readingOf('video', 'the two towers', 0.5), readingOf('books', 'the two towers', 0.4)];
    expect(said('two', towers).signs).toEqual([{ kind: 'place', naming: [0, 1] }]);
    expect(said('the two towers', towers).signs).toEqual([{ kind: 'names', naming: [1, 1] }]);
  });
});

test.each([
  ['yes please', ['yes']],
  ['no', ['no']],
  ['no thanks', ['none']],
  ['neither of them', ['none']],
  ['whichever', ['any']],
  ['what did you say', ['again']],
  ['no, the book', ['no', 'names']],
  ['not the movie', ['excludes']],
  ['the book, not the movie', ['names', 'excludes']],
  ['anything but the movie', ['excludes']],
  ['neither the book nor the movie', ['excludes']],
  ['either the book or the movie', ['names']],
  ['not', ['no']],
  ['', []],
])('%s', (utterance, kinds) => {
  expect(said(utterance).signs.map(({ kind }) => kind)).toEqual(kinds);
});

test('words that no answer explains are counted', () => {
  expect(said("what's the weather").unexplained).toBe(2);
  expect(said('the movie inception')).toEqual({ signs: [{ kind: 'names', naming: [0.6, 0] }], unexplained: 1 });
});
