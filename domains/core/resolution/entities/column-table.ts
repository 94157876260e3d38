import { type EntityColumns, MAX_ENTITIES, POPULARITY_SCALE } from './entity-columns.js';
import type { EntityTable } from './entity-table.js';
import { hashBytes, StringReader } from './strings.js';

/** An entity table over columns. @param byId of these columns (`rowsById`) */
export function columnTable(columns: EntityColumns, byId: Uint32Array = rowsById(columns)): EntityTable {
  const { kinds, kind, year, popularity, title, creatorStarts, creators } = columns;
  const ids = new StringReader(columns.ids);
  const names = new StringReader(columns.names);
  return {
    count: kind.length,
    kinds,
    kindOf: (row) => kind[row],
    idOf: (row) => ids.get(row),
    titleOf: (row) => names.get(title[row]),
    creatorsOf: (row) => {
      const found: string[] = [];
      for (let at = creatorStarts[row]; at < creatorStarts[row + 1]; at++) found.push(names.get(creators[at]));
      return found;
    },
    yearOf: (row) => year[row],
    popularityOf: (row) => popularity[row] / POPULARITY_SCALE,
    rowOf: (id) => findRow(ids, byId, Buffer.from(id)),
  };
}

/** The rows in the order of their ids' fingerprints, by which `rowOf` finds them. */
export function rowsById(columns: Pick<EntityColumns, 'ids'>): Uint32Array {
  const ids = new StringReader(columns.ids);
  const keyed = new Float64Array(ids.count);
  for (let row = 0; row < ids.count; row++) keyed[row] = ids.hashOf(row) * MAX_ENTITIES + row;
  keyed.sort();
  return Uint32Array.from(keyed, (value) => value % MAX_ENTITIES);
}

function findRow(ids: StringReader, byId: Uint32Array, id: Uint8Array): number | undefined {
  const wanted = hashBytes(id);
  let [low, high] = [0, byId.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids.hashOf(byId[middle]) < wanted) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < byId.length && ids.hashOf(byId[at]) === wanted; at++) {
    if (ids.equals(byId[at], id)) return byId[at];
  }
  return undefined;
}
