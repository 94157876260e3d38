import { NluError } from '../../../serving/errors.js';
import { parseCsvTable } from './csv.js';
import { readText } from './read-source.js';
import type { Source } from './source.js';

const COLUMNS = ['book_id', 'authors', 'original_publication_year', 'original_title', 'title', 'ratings_count'];

/** The ten thousand most rated books of Goodreads. */
export const books: Source = {
  name: 'books',
  title: 'goodbooks-10k, the ten thousand most rated books of Goodreads (Zajac 2017)',
  licence: 'CC BY-SA 4.0',
  published: 'github.com/zygmuntz/goodbooks-10k, file books.csv',
  wanted: 'the file books.csv',
  rules: [
    'Every row is kept, in order; `id` is the source’s book_id.',
    '`title` is original_title, or `title` where that is empty; `full_title` is `title`, with its series. Blanks stay.',
    '`creators` are the authors between commas; `popularity` is ratings_count; `year` is null where there is none.',
  ],
  tested: 'some 45 rows of the published file, the first and the last among them',
  makes: [
    {
      file: 'catalog/books.jsonl',
      rows: 10_000,
      sha256: '4fa46a50f414dc70b024676e95163bf2172115a9cfa43c51d25422e47a920caa',
    },
  ],
  reads: (from) => [from],
  convert: (from) => [{ file: 'catalog/books.jsonl', rows: readTable(from).map((record) => bookOf(record, from)) }],
};

function readTable(path: string): Record<string, string>[] {
  const text = readText(path);
  let records: Record<string, string>[];
  try {
    records = parseCsvTable(text);
  } catch (cause) {
    throw new NluError('INVALID_ARGUMENT', `${path}: not of the published form: ${(cause as Error).message}`, {
      cause,
    });
  }
  const missing = COLUMNS.find((column) => !(column in (records[0] ?? {})));
  if (missing === undefined) return records;
  throw new NluError('INVALID_ARGUMENT', `${path}: not of the published form: no column ${missing}`);
}

function bookOf(record: Record<string, string>, path: string): object {
  const { book_id: id, original_title: original, title, authors, original_publication_year: year } = record;
  const whole = (column: string, text: string): number => {
    const value = Number(text);
    if (text !== '' && Number.isInteger(value)) return value;
    throw new NluError('INVALID_ARGUMENT', `${path}: book ${id}, ${column}: "${text}" is no whole number`);
  };
  return {
    id: `book-${whole('book_id', id)}`,
    kind: 'book',
    title: original || title,
    full_title: title,
    creators: authors.split(', '),
    year: year === '' ? null : whole('original_publication_year', year),
    popularity: whole('ratings_count', record.ratings_count),
  };
}
