import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFile, temporaryFolder } from '../../support/files.js';
import { startProgram } from '../../support/servers/program.js';

const data = (...args: string[]) => startProgram('cli/main.js', ['data', ...args]).ended;

it('lists every corpus with source, licence, rows, checksum and whether it is there', async () => {
  const folder = temporaryFolder();
  const { code, stdout } = await data('--list', '--data', folder);
  expect(code).toBe(0);
  for (const text of [
    `data folder: ${folder}`,
    'snips/valid.jsonl, 700 rows: not in the data folder',
    'SHA-256 e454aea3735a3e71a202e9f9378f6c2984e7c62e30bbfed17acb9ebe3dbd2df2',
    'licence    CC BY-SA 4.0',
    'github.com/clinc/oos-eval, file data/data_full.json',
  ]) {
    expect(stdout).toContain(text);
  }
  const { corpora } = JSON.parse((await data('--list', '--json', '--data', folder)).stdout);
  expect(corpora.map(({ file, rows, presence }: Record<string, unknown>) => [file, rows, presence])).toEqual([
    ['snips/train.jsonl', 13_084, 'absent'],
    ['snips/valid.jsonl', 700, 'absent'],
    ['clinc/train.jsonl', 15_100, 'absent'],
    ['clinc/val.jsonl', 3100, 'absent'],
    ['catalog/books.jsonl', 10_000, 'absent'],
    ['catalog/movies.jsonl', 26_514, 'absent'],
    ['catalog/songs.jsonl', 32_654, 'absent'],
  ]);
});

it('says what to download, and how it is converted', async () => {
  const { code, stdout } = await data('snips', '--data', temporaryFolder());
  expect(code).toBe(0);
  expect(stdout).toContain('npm run data -- snips --from PATH');
  expect(stdout).toContain('A SearchCreativeWork without an object_type is ambiguous');
});

it('makes a corpus, and ends with 1 where it is not the one that figures stand on', async () => {
  const folder = temporaryFolder();
  const file = temporaryFile(
    'books.csv',
    'book_id,authors,original_publication_year,original_title,title,ratings_count\n1,A,1999,B,C,5\n',
  );
  const { code, stdout } = await data('books', '--from', file, '--data', folder);
  expect(code).toBe(1);
  expect(stdout).toContain(`wrote ${join(folder, 'catalog/books.jsonl')}, 1 rows`);
  expect(stdout).toContain('DIFFERS from the file that the figures stand on: 10000 rows');
  expect(readFileSync(join(folder, 'catalog/books.jsonl'), 'utf8')).toBe(
    '{"id": "book-1", "kind": "book", "title": "B", "full_title": "C", "creators": ["A"], "year": 1999, "popularity": 5}\n',
  );
});

it('refuses a path without a corpus, and a corpus that there is not', async () => {
  expect((await data('--from', 'x')).stderr).toContain('--from needs the name of a corpus');
  expect((await data('atis')).stderr).toMatch(/Allowed choices are snips, clinc, books, movies, songs/);
});
