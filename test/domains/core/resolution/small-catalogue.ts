import { columnTable } from '../../../../domains/core/resolution/entities/column-table.js';
import type { Entity } from '../../../../domains/core/resolution/entities/entity.js';
import type { EntityTable } from '../../../../domains/core/resolution/entities/entity-table.js';
import { nameWords } from '../../../../domains/core/resolution/entities/name-words.js';
import type { EntityQuery } from '../../../../domains/core/resolution/entity-query.js';
import { buildEntityColumns } from '../../../../training/entities/table-builder.js';

/** An entity with what a test says of it. */
export function entity(given: Partial<Entity> & { readonly title: string }, row = 0): Entity {
  return { id: `e-${row}`, kind: 'song', aliases: [], creators: [], partOf: [], ...given };
}

export function entities(...given: readonly (Partial<Entity> & { readonly title: string })[]): Entity[] {
  return given.map((each, row) => entity(each, row));
}

export async function tableOf(rows: Iterable<Entity>): Promise<EntityTable> {
  return columnTable(await buildEntityColumns(rows));
}

/** A query for the words of a text. */
export function queryFor(text: string, given: Partial<EntityQuery> = {}): EntityQuery {
  return { words: nameWords(text), fields: ['title', 'aliases'], kinds: [], constraints: [], context: {}, ...given };
}
