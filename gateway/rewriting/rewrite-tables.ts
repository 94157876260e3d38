import type { TableKind } from '../tables/table-bundle.js';
import { type RewriteTable, rewriteTableSchema } from './table/rewrite-table.js';

/** The name that tables of rewrites are deployed under, where a bundle has a domain's. */
export const REWRITES = 'rewrites';

/** Tables of rewrites, as they are deployed. */
export const REWRITE_TABLES: TableKind<RewriteTable> = {
  name: REWRITES,
  part: 'rewrites.json',
  schema: rewriteTableSchema,
};

/** Nothing is rewritten. */
export const NO_REWRITES: RewriteTable = { pairs: [] };
