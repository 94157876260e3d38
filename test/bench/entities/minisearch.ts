import MiniSearch from 'minisearch';
import { ENTITY_FIELDS, type Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import type { Search, System } from './task.js';

/** minisearch, the peer on npm: BM25+ with fuzzy and prefix matches. */
export const minisearch: System = {
  name: 'minisearch',
  async build({ entities }): Promise<Search> {
    const kinds = [...new Set(entities.map(({ kind }) => kind))];
    const kindOf = entities.map(({ kind }) => kinds.indexOf(kind));
    const engine = new MiniSearch<Entity & { row: number }>({
      idField: 'row',
      fields: [...ENTITY_FIELDS],
      extractField: (entity, field) => {
        const value = entity[field as keyof Entity];
        return Array.isArray(value) ? value.join(' ') : ((value ?? '') as string);
      },
    });
    engine.addAll(entities.map((entity, row) => ({ ...entity, row })));
    return ({ words, fields, kinds: wanted }: EntityQuery, depth) => ({
      rows: engine
        .search(words.join(' '), {
          fields: [...fields],
          fuzzy: words.length > 20 ? false : 0.2,
          prefix: words.length <= 20,
          filter: ({ id }) => wanted.length === 0 || wanted.includes(kindOf[id as number]!),
        })
        .slice(0, depth)
        .map(({ id }) => id as number),
    });
  },
};
