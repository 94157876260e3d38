import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { books } from '../../../../training/corpus/sources/books.js';
import { clinc } from '../../../../training/corpus/sources/clinc.js';
import { movies } from '../../../../training/corpus/sources/movies.js';
import { snips } from '../../../../training/corpus/sources/snips.js';
import { songs } from '../../../../training/corpus/sources/songs.js';
import { temporaryFile, temporaryFolder } from '../../../support/files.js';

describe('snips', () => {
  function split(parts: Record<string, [text: string, tags: string, intent: string][]>): string {
    const folder = temporaryFolder();
    for (const [part, rows] of Object.entries(parts)) {
      mkdirSync(join(folder, part));
      for (const [column, name] of ['seq.in', 'seq.out', 'label'].entries()) {
        writeFileSync(join(folder, part, name), rows.map((row) => `${row[column]}\n`).join(''));
      }
    }
    return folder;
  }

  it('keeps every row in order, lower-cased, with its tokens, tags and intent', () => {
    const folder = split({
      train: [
        ['Play Some  jazz ', 'O O B-genre ', 'PlayMusic'],
        ['will it rain', 'O O B-condition_description', 'GetWeather'],
      ],
      valid: [['rate dune 5', 'O B-object_name B-rating_value', 'RateBook']],
    });
    expect(snips.convert(folder)).toEqual([
      {
        file: 'snips/train.jsonl',
        rows: [
          {
            id: 'snips-train-0',
            text: 'play some jazz',
            tokens: ['play', 'some', 'jazz'],
            tags: ['O', 'O', 'B-genre'],
            intent: 'PlayMusic',
            domain: 'music',
          },
          {
            id: 'snips-train-1',
            text: 'will it rain',
            tokens: ['will', 'it', 'rain'],
            tags: ['O', 'O', 'B-condition_description'],
            intent: 'GetWeather',
            domain: 'other',
          },
        ],
      },
      {
        file: 'snips/valid.jsonl',
        rows: [
          {
            id: 'snips-valid-0',
            text: 'rate dune 5',
            tokens: ['rate', 'dune', '5'],
            tags: ['O', 'B-object_name', 'B-rating_value'],
            intent: 'RateBook',
            domain: 'books',
          },
        ],
      },
    ]);
  });

  it.each([
    ['find dune', 'O B-object_name', 'ambiguous'],
    ['find the novel dune', 'O O B-object_type B-object_name', 'books'],
    ['find the tv show dune', 'O O B-object_type I-object_type B-object_name', 'video'],
    ['find the song dune', 'O O B-object_type B-object_name', 'music'],
    ['find the painting dune', 'O O B-object_type B-object_name', 'other'],
  ])('"%s" is of the domain that its object_type says', (text, tags, domain) => {
    const folder = split({ train: [[text, tags, 'SearchCreativeWork']], valid: [['a', 'O', 'GetWeather']] });
    expect(snips.convert(folder)[0].rows[0]).toMatchObject({ domain });
  });

  it('names file and line of a row that is wrong', () => {
    const folder = split({ train: [['play jazz', 'O', 'PlayMusic']], valid: [] });
    expect(() => snips.convert(folder)).toThrow(`${join(folder, 'train', 'seq.out')}:1: 2 tokens but 1 tags`);
  });
});

describe('clinc', () => {
  it('puts the out-of-scope rows of a part after the others', () => {
    const file = temporaryFile(
      'data_full.json',
      JSON.stringify({
        oos_val: [['king of acid', 'oos']],
        val: [['how do you say hello', 'translate']],
        train: [
          ['Play that  song', 'play_music'],
          ['skip it', 'next_song'],
        ],
        oos_train: [['do fish sleep', 'oos']],
        test: [['not read', 'oos']],
        oos_test: [],
      }),
    );
    expect(clinc.convert(file)).toEqual([
      {
        file: 'clinc/train.jsonl',
        rows: [
          { id: 'clinc-train-0', text: 'Play that  song', intent: 'play_music', domain: 'music' },
          { id: 'clinc-train-1', text: 'skip it', intent: 'next_song', domain: 'music' },
          { id: 'clinc-train-2', text: 'do fish sleep', intent: 'oos', domain: 'other' },
        ],
      },
      {
        file: 'clinc/val.jsonl',
        rows: [
          { id: 'clinc-val-0', text: 'how do you say hello', intent: 'translate', domain: 'other' },
          { id: 'clinc-val-1', text: 'king of acid', intent: 'oos', domain: 'other' },
        ],
      },
    ]);
  });

  it('says what a file of another form lacks', () => {
    const file = temporaryFile('data.json', JSON.stringify({ train: [], val: [], oos_val: [] }));
    expect(() => clinc.convert(file)).toThrow(/data\.json: not of the published form: .*oos_train/s);
  });
});

describe('books', () => {
  const HEAD = 'book_id,authors,original_publication_year,original_title,title,ratings_count';

  it('takes the original title, or the full one where there is none', () => {
    const file = temporaryFile(
      'books.csv',
      `${HEAD}
1,"A. Author, B. Writer",1999,First ,"First (A Series, #1)",120
2,A. Author,,,"Second (A Series, #2)",90
3,C. Poet,-720,Ὀδύσσεια,The Odyssey,7
`,
    );
    expect(books.convert(file)[0].rows).toEqual([
      {
        id: 'book-1',
        kind: 'book',
        title: 'First ',
        full_title: 'First (A Series, #1)',
        creators: ['A. Author', 'B. Writer'],
        year: 1999,
        popularity: 120,
      },
      {
        id: 'book-2',
        kind: 'book',
        title: 'Second (A Series, #2)',
        full_title: 'Second (A Series, #2)',
        creators: ['A. Author'],
        year: null,
        popularity: 90,
      },
      {
        id: 'book-3',
        kind: 'book',
        title: 'Ὀδύσσεια',
        full_title: 'The Odyssey',
        creators: ['C. Poet'],
        year: -720,
        popularity: 7,
      },
    ]);
  });

  it('names a column that is not there, and a number that is none', () => {
    const noYear = temporaryFile('books.csv', 'book_id,authors,title\n1,A,B\n');
    expect(() => books.convert(noYear)).toThrow('no column original_publication_year');
    const noNumber = temporaryFile('books.csv', `${HEAD}\n1,A,1999,B,B,many\n`);
    expect(() => books.convert(noNumber)).toThrow('book 1, ratings_count: "many" is no whole number');
  });
});

describe('movies', () => {
  const film = (title: string, year: number, cast: string[] = []) => ({
    title,
    year,
    cast,
    genres: ['Drama'],
    href: null,
  });

  it('drops films before 1930 and all of a cast but the first five, decade by decade', () => {
    const folder = temporaryFolder();
    const write = (name: string, films: object[]) => writeFileSync(join(folder, name), JSON.stringify(films));
    write('movies-1940s.json', [film('Third', 1940)]);
    write('movies-1920s.json', [film('Early', 1929), film('First', 1930, ['A', 'B', 'C', 'D', 'E', 'F'])]);
    write('movies-1930s.json', [film('Second', 1931, ['A'])]);
    write('genres.json', []);
    expect(movies.reads(folder).map((path) => path.slice(-17))).toEqual(
      ['1920', '1930', '1940'].map((decade) => `movies-${decade}s.json`),
    );
    expect(movies.convert(folder)[0].rows).toEqual([
      {
        id: 'movie-0',
        kind: 'movie',
        title: 'First',
        creators: ['A', 'B', 'C', 'D', 'E'],
        year: 1930,
        genres: ['Drama'],
      },
      { id: 'movie-1', kind: 'movie', title: 'Second', creators: ['A'], year: 1931, genres: ['Drama'] },
      { id: 'movie-2', kind: 'movie', title: 'Third', creators: [], year: 1940, genres: ['Drama'] },
    ]);
  });
});

describe('songs', () => {
  const entry = (song: string, artist: string, position: number) => ({
    song,
    artist,
    this_week: position,
    last_week: null,
    peak_position: position,
    weeks_on_chart: 1,
  });

  it('gives one row a song and artist, with the weeks weighted by position, up to the last chart', () => {
    const file = temporaryFile(
      'all.json',
      JSON.stringify([
        { date: '1958-12-29', data: [entry('Stay', 'A', 1), entry('Fever', 'B', 100)] },
        { date: '1959-01-05', data: [entry('Fever', 'C', 2), entry('Stay', 'A', 51), entry('stay', 'A', 52)] },
        { date: '2026-08-08', data: [entry('Stay', 'A', 100)] },
        { date: '2026-08-15', data: [entry('Stay', 'A', 1), entry('Later', 'D', 1)] },
      ]),
    );
    expect(songs.convert(file)[0].rows).toEqual([
      { id: 'song-0', kind: 'song', title: 'Stay', creators: ['A'], year: 1958, popularity: 100 + 50 + 1 },
      { id: 'song-1', kind: 'song', title: 'Fever', creators: ['B'], year: 1958, popularity: 1 },
      { id: 'song-2', kind: 'song', title: 'Fever', creators: ['C'], year: 1959, popularity: 99 },
      { id: 'song-3', kind: 'song', title: 'stay', creators: ['A'], year: 1959, popularity: 49 },
    ]);
  });
});
