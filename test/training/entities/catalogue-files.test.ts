import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { CatalogueFiles } from '../../../training/entities/catalogue-files.js';
import { cataloguePlan } from '../../../training/entities/catalogue-plan.js';
import { buildEntityColumns } from '../../../training/entities/table-builder.js';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MUSIC = cataloguePlan({
  artist: ['song.creators', 'artist.title'],
  track: ['song.title'],
  album: ['album.title'],
});

function written(name: string, ...rows: readonly (object | string)[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
  return path;
}

async function read(paths: readonly string[], plan = MUSIC): Promise<Entity[]> {
  const files = await CatalogueFiles.check(paths, plan);
  return collect(files.entities());
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

const song = (id: string, creator: string, given: object = {}) => ({
  id,
  kind: 'song',
  title: `song ${id}`,
  creators: [creator],
  ...given,
});

describe('the files of a catalogue', () => {
  test('name every line that is wrong, those that are no JSON among them', async () => {
    const bad = written('bad.jsonl', 'not json', '{"id": "1", "year": NaN}', { ...song('s1', 'A'), year: 1.5 }, '[]');
    await expect(CatalogueFiles.check([bad], MUSIC)).rejects.toThrow(
      /bad\.jsonl:1: not valid JSON .*\n.*bad\.jsonl:2: not valid JSON: field "year" is NaN.*\n.*bad\.jsonl:3: year: .*\n.*bad\.jsonl:4: not a JSON object/,
    );
  });

  test('refuse halves of characters, which would become one and the same', async () => {
    const path = written('halves.jsonl', '{"id": "\\ud800", "kind": "song", "title": "A", "creators": []}');
    await expect(CatalogueFiles.check([path], MUSIC)).rejects.toThrow(/halves\.jsonl:1: id: well-formed Unicode/);
  });

  test('say whose id a row has taken', async () => {
    const files = await CatalogueFiles.check([written('taken.jsonl', song('artist:adele', 'Adele'))], MUSIC);
    await expect(buildEntityColumns(files.entities(), () => files.where)).rejects.toThrow(
      'artist "Adele", whom rows mention and none is, and who gets this id of the name: id "artist:adele" stands a second time',
    );
  });

  test('give people of names of articles alone an id of their own', async () => {
    const path = written('the.jsonl', song('s1', 'The The'), song('s2', 'The'), song('s3', 'The Who'));
    expect((await read([path])).slice(3).map(({ id }) => id)).toEqual(['artist:thethe', 'artist:the', 'artist:who']);
  });

  test('give entities with all that a row says', async () => {
    const path = written('full.jsonl', {
      ...song('s1', 'Adele', { year: 2015, popularity: 3, album: '25', series: ['Hits'], aliases: ['Hi'] }),
      genres: ['pop', 'soul'],
      text: 'A call.',
    });
    expect((await read([path]))[0]).toEqual({
      id: 's1',
      kind: 'song',
      title: 'song s1',
      aliases: ['Hi'],
      creators: ['Adele'],
      partOf: ['25', 'Hits'],
      year: 2015,
      popularity: 3,
      text: 'pop. soul. A call.',
    });
  });

  test('know neither year nor popularity where they are null, as where they are absent', async () => {
    const [first] = await read([written('null.jsonl', song('s1', 'A', { year: null, popularity: null }))]);
    expect(first).toEqual({ id: 's1', kind: 'song', title: 'song s1', aliases: [], creators: ['A'], partOf: [] });
  });

  test('read series and the other title from a full title', async () => {
    const plan = cataloguePlan({ object_name: ['book.title'], series: ['book.series'], author: ['book.creators'] });
    const path = written('books.jsonl', {
      id: 'b1',
      kind: 'book',
      title: "Harry Potter and the Philosopher's Stone",
      full_title: "Harry Potter and the Sorcerer's Stone (Harry Potter, #1)",
      creators: ['J.K. Rowling'],
    });
    const [book, ...mentioned] = await read([path], plan);
    const blank = { id: 'b2', kind: 'book', title: ' ', full_title: 'Mort (Discworld, #4)', creators: [] };
    expect((await read([written('blank.jsonl', blank)], plan))[0]).toMatchObject({ title: 'Mort', aliases: [] });
    expect(book.aliases).toEqual(["Harry Potter and the Sorcerer's Stone"]);
    expect(book.partOf).toEqual(['Harry Potter']);
    expect(mentioned.map(({ id, creators }) => ({ id, creators }))).toEqual([
      { id: 'series:harrypotter', creators: ['J.K. Rowling'] },
      { id: 'author:jkrowling', creators: [] },
    ]);
  });

  test('make an artist of every creator that no row is, as popular as all the works', async () => {
    const path = written(
      'songs.jsonl',
      song('s1', 'Radiohead', { popularity: 5 }),
      song('s2', 'The Radiohead featuring Björk', { popularity: 2 }),
      song('s3', 'Queen', { popularity: 9 }),
      { id: 'a1', kind: 'artist', title: 'Queen', creators: [] },
    );
    const all = await read([path]);
    expect(all.find(({ id }) => id === 'artist:radiohead')).toMatchObject({
      kind: 'artist',
      title: 'Radiohead',
      aliases: ['The Radiohead featuring Björk'],
      popularity: 7,
    });
    // The catalogue lists Queen, without a popularity of its own.
    expect(all.filter(({ title }) => title === 'Queen')).toEqual([
      expect.objectContaining({ id: 'a1', popularity: 9 }),
    ]);
  });

  test('without any popularity, a creator is as popular as the number of works', async () => {
    const path = written('plain.jsonl', song('s1', 'A'), song('s2', 'B'), song('s3', 'B'));
    const artists = (await read([path])).filter(({ kind }) => kind === 'artist');
    expect(artists.map(({ title, popularity }) => [title, popularity])).toEqual([
      ['A', 1],
      ['B', 2],
    ]);
  });

  test('give mentioned entities the ids that they had, whatever else is in the catalogue', async () => {
    const before = await read([written('v1.jsonl', song('s1', 'Beyoncé'))]);
    const after = await read([written('v2.jsonl', song('s0', 'Adele'), song('s1', 'BEYONCE'))]);
    const idOf = (all: readonly Entity[], title: string) => all.find((each) => each.title === title)?.id;
    expect(idOf(before, 'Beyoncé')).toBe('artist:beyonce');
    expect(idOf(after, 'BEYONCE')).toBe('artist:beyonce');
  });

  test('leave out kinds that no slot takes, and count them', async () => {
    const movie = { id: 'm1', kind: 'movie', title: 'Up', creators: [] };
    const files = await CatalogueFiles.check([written('mixed.jsonl', song('s1', 'A'), movie)], MUSIC);
    expect([...files.leftOut]).toEqual([['movie', 1]]);
    expect((await collect(files.entities())).map(({ kind }) => kind)).toEqual(['song', 'artist']);
  });

  test('name every wrong row by file and line, with what is allowed', async () => {
    const path = written('wrong.jsonl', song('s1', 'A'), '{"id": "s2", "kind": "song"');
    await expect(read([path])).rejects.toThrow(`${path}:2: not valid JSON`);
    const rows = written(
      'fields.jsonl',
      { id: 's1', kind: 'song', creators: [] },
      song('s2', 'A', { title: '  ' }),
      song('s3', 'A', { popularity: -1 }),
      song('s4', 'A', { year: 20155 }),
      song('s5', 'A', { creators: ['A', 7] }),
      song('s6', 'A', { title: 'x'.repeat(1001) }),
    );
    const error = await read([rows]).catch((cause) => cause);
    expect(error.code).toBe('INVALID_ARGUMENT');
    expect(error.message.split('\n').map((line: string) => line.replace(rows, ''))).toEqual([
      ':1: field "title" is missing',
      ':2: title: a text that is not blank, unless full_title is one',
      ':3: popularity: a number of 0 or more',
      ':4: year: up to 9999',
      ':5: creators.1: Invalid input: expected string, received number',
      ':6: title: at most 1000 characters',
    ]);
    const nan = written('nan.jsonl', '{"id": "s1", "kind": "song", "title": "x", "creators": [], "popularity": NaN}');
    await expect(read([nan])).rejects.toThrow('field "popularity" is NaN; write a finite number');
    await expect(read([join(folder, 'none.jsonl')])).rejects.toThrow('none.jsonl cannot be read');
  });
});

describe('the plan of a catalogue', () => {
  test('follows from what the slots of a recipe take', () => {
    const { kinds, mentioned, slots } = cataloguePlan({
      object_name: ['book.title', 'book.series'],
      author: ['book.creators'],
      series: ['book.series'],
    });
    expect([...kinds].sort()).toEqual(['author', 'book', 'series']);
    expect(mentioned).toEqual([
      { kind: 'author', works: ['book'], field: 'creators' },
      { kind: 'series', works: ['book'], field: 'partOf' },
    ]);
    expect(slots.object_name).toEqual([
      { kind: 'book', field: 'title' },
      { kind: 'book', field: 'partOf' },
      { kind: 'series', field: 'title' },
    ]);
    expect(slots.author).toEqual([
      { kind: 'book', field: 'creators' },
      { kind: 'author', field: 'title' },
    ]);
  });
});
