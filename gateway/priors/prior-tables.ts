import { type PriorTable, priorTableSchema } from '../answer/priors/prior-table.js';
import type { TableKind } from '../tables/table-bundle.js';

/** The name that tables of priors are deployed under, where a bundle has a domain's. */
export const PRIORS = 'priors';

/** Tables of context priors, as they are deployed. */
export const PRIOR_TABLES: TableKind<PriorTable> = {
  name: PRIORS,
  part: 'priors.json',
  schema: priorTableSchema,
  serve: async (table) => table,
};
