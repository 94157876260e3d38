import type { TableKind } from '../tables/table-bundle.js';
import { RewriteIndex, type RewriteTable, rewriteTableSchema } from './table/rewrite-table.js';

/** The name that tables of rewrites are deployed under, where a bundle has a domain's. */
export const REWRITES = 'rewrites';

/** Tables of rewrites, as they are deployed. */
export const REWRITE_TABLES: TableKind<RewriteTable, RewriteIndex> = {
  name: REWRITES,
  part: 'rewrites.json',
  schema: rewriteTableSchema,
  serve: RewriteIndex.inSteps,
};

/** Nothing is rewritten. */
export const NO_REWRITES: RewriteTable = { pairs: [] };
