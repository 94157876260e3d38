import { PRIOR_TABLES } from '../../gateway/priors/prior-tables.js';
import { REWRITE_TABLES } from '../../gateway/rewriting/rewrite-tables.js';
import type { TableKind } from '../../gateway/tables/table-bundle.js';

/** The kinds of tables that gateways take in bundles, by the name that each is deployed under. */
export const TABLE_KINDS: ReadonlyMap<string, TableKind<unknown, unknown>> = new Map(
  [PRIOR_TABLES, REWRITE_TABLES].map((kind) => [kind.name, kind as TableKind<unknown, unknown>]),
);
