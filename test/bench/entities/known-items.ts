import { join } from 'node:path';
import { ENTITY_FIELDS, type Entity } from '../../../domains/core/resolution/entities/entity.js';
import { readLines } from './catalogue.js';
import { wordsOf } from './folded-name.js';
import type { JudgedQuery, Task } from './task.js';

/**
 * Posts of people who look for a book whose name they forgot (Reddit-TOMT; Bhargav et al. 2022), over all fields of the
 * collection's books. Measure only: its train split is there to look at, and nothing is learned from either.
 */
export function knownItemTask(data: string, split: 'train' | 'validation'): Task {
  const books = readLines<{ id: string; title: string; authors: string[]; description: string }>(
    join(data, 'entities/tomt-library.jsonl'),
  );
  const rows = new Map(books.map(({ id }, row) => [id, row]));
  const posts = readLines<{ id: string; text: string; answer: string }>(join(data, 'entities/tomt-books.jsonl'));
  return {
    teaches: false,
    name: `known-item books (TOMT ${split})`,
    kinds: ['book'],
    entities: books.map(
      ({ id, title, authors, description }): Entity => ({
        id,
        kind: 'book',
        title,
        aliases: [],
        creators: authors,
        partOf: [],
        text: description,
      }),
    ),
    queries: posts
      .filter(({ id }) => id.startsWith(`tomt-${split}-`))
      .map(
        ({ text, answer }): JudgedQuery => ({
          text,
          query: { words: wordsOf(text), fields: ENTITY_FIELDS, kinds: [], constraints: [], context: {} },
          right: new Set([rows.get(answer)].filter((row) => row !== undefined)),
          exact: false,
        }),
      ),
  };
}
