import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from './read-source.js';
import type { Source } from './source.js';

const films = z.array(
  z.object({ title: z.string(), year: z.int(), cast: z.array(z.string()), genres: z.array(z.string()) }),
);

/** Older tables of Wikipedia seldom name who plays. */
const FIRST_YEAR = 1930;
/** Longer casts name people by whom nobody asks for the film. */
const MOST_CREATORS = 5;

/** American films by Wikipedia's tables. */
export const movies: Source = {
  name: 'movies',
  title: 'wikipedia-movie-data, American films of 1930 to 2023 by the tables of Wikipedia',
  licence: 'data of Wikipedia, CC BY-SA; the repository is MIT',
  published: 'github.com/prust/wikipedia-movie-data, files movies-1930s.json to movies-2020s.json',
  wanted: 'the folder that holds movies-1930s.json to movies-2020s.json, or movies.json of the same day',
  rules: [
    `Films before ${FIRST_YEAR} are dropped; all others are kept, in order, doubles too; \`id\` is the place, from 0.`,
    `\`creators\` are the first ${MOST_CREATORS} of the cast; title, year and genres are as published.`,
    'The repository grows: files of another day make other rows, and the checksum says so.',
  ],
  tested: '26 rows at the beginning and 5 at the end of movies-1930s.json, 19 at the beginning of movies-2000s.json',
  makes: [
    {
      file: 'catalog/movies.jsonl',
      rows: 26_514,
      sha256: 'ec3a6c9b0bbd1b5cc1092c495b0ddbd4696b5f52b465cfd1581b85d3705a9a21',
    },
  ],
  reads: sourceFiles,
  convert: (from) => {
    const rows = sourceFiles(from)
      .flatMap((file) => readJson(file, films))
      .filter(({ year }) => year >= FIRST_YEAR)
      .map(({ title, cast, year, genres }, index) => ({
        id: `movie-${index}`,
        kind: 'movie',
        title,
        creators: cast.slice(0, MOST_CREATORS),
        year,
        genres,
      }));
    return [{ file: 'catalog/movies.jsonl', rows }];
  },
};

function sourceFiles(from: string): string[] {
  if (!statSync(from).isDirectory()) return [from];
  const decades = readdirSync(from).filter((name) => /^movies-\d{4}s\.json$/.test(name));
  return decades.sort().map((name) => join(from, name));
}
