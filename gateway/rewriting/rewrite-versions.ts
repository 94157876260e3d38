import type { TableVersions } from '../tables/table-versions.js';
import { RewriteIndex, type RewriteTable } from './table/rewrite-table.js';

/** Tables of rewrites, each with its index, which is made when its first request comes. */
export function indexedRewrites(tables: TableVersions<RewriteTable>): TableVersions<RewriteIndex> {
  const indexes = new WeakMap<RewriteTable, RewriteIndex>();
  return {
    start: (address) => tables.start(address),
    lease(version) {
      const { table, ...lease } = tables.lease(version);
      let index = indexes.get(table);
      if (!index) {
        index = new RewriteIndex(table);
        indexes.set(table, index);
      }
      return { ...lease, table: index };
    },
    close: () => tables.close(),
  };
}
