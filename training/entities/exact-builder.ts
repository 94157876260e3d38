import type { EntityTable } from '../../domains/core/resolution/entities/entity-table.js';
import { nameKey, nameWords } from '../../domains/core/resolution/entities/name-words.js';
import { type ExactIndex, spellingOf } from '../../domains/core/resolution/strategies/exact-index.js';
import { GrowingArray, growingNumbers } from './growing-array.js';
import { orderByKey } from './order-by-key.js';
import type { Entities } from './table-builder.js';

/** The keys of all titles and aliases. Takes some 20 bytes a name while it builds. */
export async function buildExactIndex(entities: Entities, table: EntityTable): Promise<ExactIndex> {
  const keys = growingNumbers();
  const spellings = new GrowingArray((length) => new Uint16Array(length));
  const rows = growingNumbers();
  let row = 0;
  for await (const { title, aliases } of entities) {
    for (const name of [title, ...aliases]) {
      const words = nameWords(name);
      const key = nameKey(words);
      if (key === undefined) continue;
      keys.push(key);
      spellings.push(spellingOf(words));
      rows.push(row);
    }
    row++;
  }
  const all = rows.view();
  const order = orderByKey(keys.view());
  sortWithin(order, keys.view(), (one, other) => {
    const [a, b] = [all[one], all[other]];
    return table.kindOf(a) - table.kindOf(b) || table.popularityOf(b) - table.popularityOf(a) || a - b;
  });
  return {
    keys: Uint32Array.from(order, (at) => keys.view()[at]),
    spellings: Uint16Array.from(order, (at) => spellings.view()[at]),
    rows: Uint32Array.from(order, (at) => all[at]),
  };
}

/** Sorts the entries of each key. */
function sortWithin(order: Uint32Array, keys: Uint32Array, compare: (one: number, other: number) => number): void {
  for (let from = 0, end = 0; from < order.length; from = end) {
    for (end = from + 1; end < order.length && keys[order[end]] === keys[order[from]]; end++);
    if (end - from > 1) order.subarray(from, end).sort(compare);
  }
}
