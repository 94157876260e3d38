import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../../serving/project.js';
import { dataFolder } from '../../../../training/corpus/data-folder.js';
import { books } from '../../../../training/corpus/sources/books.js';
import { clinc } from '../../../../training/corpus/sources/clinc.js';
import { makeFiles, presenceOf } from '../../../../training/corpus/sources/make-files.js';
import { movies } from '../../../../training/corpus/sources/movies.js';
import { snips } from '../../../../training/corpus/sources/snips.js';
import { songs } from '../../../../training/corpus/sources/songs.js';
import type { Source } from '../../../../training/corpus/sources/source.js';
import { SOURCES } from '../../../../training/corpus/sources/sources.js';
import { temporaryFile, temporaryFolder } from '../../../support/files.js';

it('writes what was made, and tells it from what figures stand on', async () => {
  const file = temporaryFile(
    'data_full.json',
    JSON.stringify({ train: [['a', 'oos']], oos_train: [], val: [], oos_val: [] }),
  );
  const folder = temporaryFolder();
  const { read, written } = await makeFiles(clinc, file, folder);
  expect(read).toEqual([{ path: file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(written.map(({ path, rows, matches }) => ({ path, rows, matches }))).toEqual([
    { path: join(folder, 'clinc/train.jsonl'), rows: 1, matches: false },
    { path: join(folder, 'clinc/val.jsonl'), rows: 0, matches: false },
  ]);
  expect(readFileSync(join(folder, 'clinc/train.jsonl'), 'utf8')).toBe(
    '{"id": "clinc-train-0", "text": "a", "intent": "oos", "domain": "other"}\n',
  );
  expect(clinc.makes.map((known) => presenceOf(known, folder))).toEqual(['differs', 'differs']);
  expect(clinc.makes.map((known) => presenceOf(known, temporaryFolder()))).toEqual(['absent', 'absent']);
});

it('does not replace the file that figures stand on by another', async () => {
  const file = temporaryFile('data_full.json', JSON.stringify({ train: [], oos_train: [], val: [], oos_val: [] }));
  const folder = temporaryFolder();
  // SHA-256 of no bytes, so that an empty file is the known one.
  const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const source = {
    ...clinc,
    makes: [{ file: 'clinc/train.jsonl', rows: 0, sha256 }],
    convert: () => [{ file: 'clinc/train.jsonl', rows: [{ id: 'another' }] }],
  };
  mkdirSync(join(folder, 'clinc'));
  writeFileSync(join(folder, 'clinc/train.jsonl'), '');
  await expect(makeFiles(source, file, folder)).rejects.toThrow(/nothing was written/);
  expect(readFileSync(join(folder, 'clinc/train.jsonl'), 'utf8')).toBe('');
});

it('says what is wanted where the source is not there', async () => {
  await expect(makeFiles(snips, join(temporaryFolder(), 'none'), temporaryFolder())).rejects.toThrow(
    /^snips: --from is the folder data\/snips, with train\/ and valid\//,
  );
  await expect(makeFiles(movies, temporaryFolder(), temporaryFolder())).rejects.toThrow(/holds none of it$/);
});

type Row = Record<string, never>;

/** The public files in the form in which they are published, made back from ours: for each source, the path to pass. */
const PUBLISHED: Readonly<Record<string, (rows: (file: string) => Row[]) => string>> = {
  snips: (rows) => {
    const folder = temporaryFolder();
    const write = (part: string, name: string, line: (row: Row) => string) => {
      mkdirSync(join(folder, part), { recursive: true });
      const lines = rows(`snips/${part}.jsonl`).map((row) => `${line(row)} \n`);
      writeFileSync(join(folder, part, name), lines.join(''));
    };
    for (const part of ['train', 'valid']) {
      write(part, 'seq.in', ({ text }) => text);
      write(part, 'seq.out', ({ tags }) => (tags as string[]).join(' '));
      write(part, 'label', ({ intent }) => intent);
    }
    return folder;
  },
  clinc: (rows) => {
    const pairs = (part: string, oos: boolean) =>
      rows(`clinc/${part}.jsonl`).flatMap(({ text, intent }) => ((intent === 'oos') === oos ? [[text, intent]] : []));
    const [train, oos_train] = [pairs('train', false), pairs('train', true)];
    const [val, oos_val] = [pairs('val', false), pairs('val', true)];
    return temporaryFile('data_full.json', JSON.stringify({ oos_val, val, train, oos_train, oos_test: [], test: [] }));
  },
  books: (rows) => {
    const quoted = (field: unknown) =>
      /[",\n]/.test(`${field}`) ? `"${`${field}`.replaceAll('"', '""')}"` : `${field}`;
    const lines = rows('catalog/books.jsonl').map(({ id, creators, year, title, full_title, popularity }) =>
      [(id as string).slice(5), (creators as string[]).join(', '), year ?? '', title, full_title, popularity].map(
        quoted,
      ),
    );
    const head = 'book_id,authors,original_publication_year,original_title,title,ratings_count';
    return temporaryFile('books.csv', `${[head, ...lines].join('\n')}\n`);
  },
  movies: (rows) => {
    const films = rows('catalog/movies.jsonl').map(({ title, year, creators, genres }) => ({
      title,
      year,
      cast: [...(creators as string[]), ...((creators as string[]).length === 5 ? ['a sixth'] : [])],
      genres,
      href: null,
    }));
    return temporaryFile('movies.json', JSON.stringify(films));
  },
  // No charts can be made back; these have each song in its year, in as many entries as its popularity needs.
  songs: (rows) => {
    const years = new Map<number, object[]>();
    for (const { title, creators, year, popularity } of rows('catalog/songs.jsonl')) {
      const entries = years.get(year) ?? [];
      years.set(year, entries);
      for (let left: number = popularity; left > 0; left -= 100) {
        entries.push({ song: title, artist: creators[0], this_week: 101 - Math.min(left, 100) });
      }
    }
    return temporaryFile(
      'all.json',
      JSON.stringify([...years].map(([year, data]) => ({ date: `${year}-01-01`, data }))),
    );
  },
};

const folder = dataFolder();
const rowsOf = (file: string): Row[] =>
  readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.each([snips, clinc, books, movies, songs])('$name, made back into its published form', (source: Source) => {
  const isThere = source.makes.every(({ file }) => existsSync(join(folder, file)));
  const what = isThere ? '' : ` (skipped: ${source.makes.map(({ file }) => file).join(', ')} not in the data folder)`;
  it.skipIf(!isThere)(`comes out to the byte${what}`, async () => {
    const published = PUBLISHED[source.name](rowsOf);
    const { written } = await makeFiles(source, published, temporaryFolder());
    expect(written.map(({ rows, sha256, known }) => ({ file: known.file, rows, sha256 }))).toEqual(source.makes);
  });
});

it('the page of reference has every file with its rows and checksum', () => {
  const page = readFileSync(join(projectRoot(), 'docs', 'reference', 'data.md'), 'utf8');
  for (const { file, rows, sha256 } of SOURCES.flatMap(({ makes }) => makes)) {
    expect(page).toContain(`| \`${file}\` | ${rows.toLocaleString('en')} | \`${sha256}\` |`);
  }
});

it('lists every source once, and no file twice', () => {
  const files = SOURCES.flatMap(({ makes }) => makes.map(({ file }) => file));
  expect(new Set(files).size).toBe(files.length);
  expect(SOURCES.map(({ name }) => name)).toEqual(Object.keys(PUBLISHED));
  expect(files.every((file) => dirname(file) !== '.')).toBe(true);
});
