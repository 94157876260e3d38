import { asRefusal, BundleRefused } from '../../../../bundles/format/refusal.js';
import { CountTable } from '../../numeric/count-table.js';
import { catalogueResolver } from '../catalogue-resolver.js';
import { columnTable, rowsById } from '../entities/column-table.js';
import { decodeEntities, type EntityColumns } from '../entities/entity-columns.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { EntityResolver } from '../entity-resolver.js';
import { learnedPolicy } from '../policy/learned-policy.js';
import type { PolicyModel } from '../policy/policy-model.js';
import { decodePolicy, hasPolicy } from '../policy/policy-parts.js';
import { everyStrategy, learnedForNames } from '../policy/strategy-policy.js';
import { fusedRanker } from '../ranking/fused-ranker.js';
import { decodeRanker, hasRanker } from '../ranking/ranker-parts.js';
import { type RankerModel, trainedRanker } from '../ranking/trained-ranker.js';
import type { Strategy } from '../strategies/strategy.js';
import type { CatalogueManifest } from './catalogue-manifest.js';
import { readStrategies, type StrategyTables, strategiesOf } from './strategy-parts.js';

/** Candidates that each strategy gives where no policy was learned, for a name and for a search. */
const DEPTH = 20;
const SEARCH_DEPTH = 60;
export const EVERY = everyStrategy(DEPTH, SEARCH_DEPTH);

/** The fields of a manifest that a catalogue is made by. */
export type CatalogueShape = Pick<CatalogueManifest, 'entities' | 'slots' | 'strategies'>;

/** What was read of a catalogue's bundle, and all that follows from it: plain fields and typed arrays. */
export interface CatalogueTables {
  readonly columns: EntityColumns;
  /** `[entities]`: the rows of `columns` in the order of their ids (`rowsById`). */
  readonly byId: Uint32Array;
  readonly strategies: StrategyTables;
  /** Absent where none was learned. */
  readonly policy: PolicyModel | undefined;
  readonly ranker: RankerModel | undefined;
}

/** A catalogue that can be asked. */
export interface Catalogue {
  readonly table: EntityTable;
  readonly strategies: readonly Strategy[];
  readonly resolver: EntityResolver;
}

/**
 * Reads the parts of a bundle: nearly all the work of making a catalogue.
 * @throws BundleRefused 'graph' for parts that do not fit the manifest or each other
 */
export function readCatalogue(manifest: CatalogueShape, parts: ReadonlyMap<string, Uint8Array>): CatalogueTables {
  try {
    const columns = decodeEntities(parts);
    const count = columns.kind.length;
    if (count !== manifest.entities) {
      throw new BundleRefused('graph', `${count} entities where the manifest says ${manifest.entities}`);
    }
    const byId = rowsById(columns);
    return {
      columns,
      byId,
      strategies: readStrategies(manifest.strategies, parts, columnTable(columns, byId)),
      policy: hasPolicy(parts) ? decodePolicy(parts) : undefined,
      ranker: hasRanker(parts) ? decodeRanker(parts) : undefined,
    };
  } catch (cause) {
    throw asRefusal('graph', cause);
  }
}

/** Makes a catalogue over what was read, which it does not change; what is left to do takes about a millisecond. */
export function catalogueOf(manifest: CatalogueShape, tables: CatalogueTables): Catalogue {
  const { columns, byId, policy, ranker } = tables;
  const table = columnTable(columns, byId);
  const strategies = strategiesOf(manifest.strategies, tables.strategies, table);
  const resolver = catalogueResolver({
    table,
    strategies,
    slotTargets: new Map(Object.entries(manifest.slots)),
    policy: policy ? learnedForNames(learnedPolicy(policy, table), EVERY) : EVERY,
    ranker: ranker ? trainedRanker(ranker, table) : fusedRanker(table),
    depth: DEPTH,
    searchDepth: SEARCH_DEPTH,
    exactDepth: ranker?.exactDepth,
  });
  return { table, strategies, resolver };
}

/** Tables that came from another thread, where objects of ours arrive as plain ones. */
export function reviveTables(tables: CatalogueTables): CatalogueTables {
  const { postings, ...others } = tables.strategies;
  if (!postings) return tables;
  const index = { ...postings.index, asking: CountTable.withPlaces(postings.index.asking) };
  return { ...tables, strategies: { ...others, postings: { ...postings, index } } };
}
