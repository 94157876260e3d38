import { join } from 'node:path';
import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import { ENTITY_FIELDS } from '../../../domains/core/resolution/entities/entity.js';
import { readLines } from './catalogue.js';
import { wordsOf } from './folded-name.js';
import type { JudgedQuery, Task } from './task.js';

/**
 * Music searches (CPCD; Chaganty et al. 2023): what people typed into a music search, over all fields of the tracks of
 * the collection. Right is what the engine found, which is no order; liked is what the person liked of it.
 */
export function searchTask(data: string): Task {
  const tracks = readLines<{ id: string; title: string; artists: string[]; album?: string }>(
    join(data, 'entities/cpcd-tracks.jsonl'),
  );
  const rows = new Map(tracks.map(({ id }, row) => [id, row]));
  const searches = readLines<{ dialogue: string; query: string; results: string[]; liked: string[] }>(
    join(data, 'entities/cpcd.jsonl'),
  );
  const rowsOf = (ids: readonly string[]) => new Set(ids.flatMap((id) => rows.get(id) ?? []));
  return {
    teaches: true,
    name: 'music searches (CPCD)',
    kinds: ['song'],
    entities: tracks.map(
      ({ id, title, artists, album }): Entity => ({
        id,
        kind: 'song',
        title,
        aliases: [],
        creators: artists,
        partOf: album ? [album] : [],
      }),
    ),
    queries: searches.map(
      ({ dialogue, query, results, liked }): JudgedQuery => ({
        text: query,
        query: { words: wordsOf(query), fields: ENTITY_FIELDS, kinds: [], constraints: [], context: {} },
        right: rowsOf(results),
        liked: rowsOf(liked),
        exact: false,
        group: dialogue,
      }),
    ),
  };
}
