import type { PackOptions } from '../../bundles/format/pack.js';
import { packCatalogue, withGolden } from '../../domains/core/resolution/bundle/catalogue-bundle.js';
import { openStrategies } from '../../domains/core/resolution/bundle/strategy-parts.js';
import { columnTable } from '../../domains/core/resolution/entities/column-table.js';
import type { PolicyModel } from '../../domains/core/resolution/policy/policy-model.js';
import { encodePolicy } from '../../domains/core/resolution/policy/policy-parts.js';
import { decodeMemory, encodeMemory } from '../../domains/core/resolution/strategies/memory/memory-index.js';
import { NluError } from '../../serving/errors.js';
import { CatalogueFiles } from './catalogue-files.js';
import type { CataloguePlan } from './catalogue-plan.js';
import type { AcceptedUse } from './decisions/learned-use.js';
import { judgedCounts } from './memory/judged-memory.js';
import { withAccepted } from './memory/memory-builder.js';
import { cataloguePolicy } from './policy/catalogue-policy.js';
import { catalogueRanker } from './ranking/catalogue-ranker.js';
import { type JudgedFiles, readJudged } from './ranking/judged-files.js';
import { STRATEGY_BUILDERS } from './strategy-builders.js';
import { buildEntityColumns } from './table-builder.js';

/** What a catalogue is built of. */
export interface CatalogueRequest {
  /** The domain whose catalogue it becomes. */
  readonly domain: string;
  readonly paths: readonly string[];
  readonly plan: CataloguePlan;
  /** Files of queries whose answers are known, by which the ranker learns. */
  readonly judged?: readonly string[];
  /** What use taught: the policy to serve with, where the catalogue had one, and what was accepted. */
  readonly use?: { readonly policy: PolicyModel | undefined; readonly accepted: AcceptedUse };
  readonly pack: PackOptions;
  /** Told what is done, and how much of the whole: a share in [0, 1]. */
  readonly progress: (step: string, done: number) => void;
  /** Bytes of all files together, by which the share of them that was read is known; 0: it is not. */
  readonly bytes: number;
}

/** A catalogue's bundle. */
export interface BuiltCatalogue {
  readonly bytes: Uint8Array;
  /** Rows of kinds that the domain has no use for, by kind. */
  readonly leftOut: ReadonlyMap<string, number>;
  readonly judged: JudgedFiles;
}

/** Shares of the time that the steps take: check, table, each builder alike, the ranker and the policy. */
const CHECKED = 0.1;
const TABLED = 0.2;
const BUILT = 0.5;
const RANKED = 0.92;
const CHOSEN = 0.96;

/**
 * Builds the bundle of a catalogue. The files are read several times, row by row.
 * @throws NluError INVALID_ARGUMENT with file and line for rows that are wrong, ids that stand twice and a catalogue that
 * is empty for the domain, and for judged queries that are wrong
 */
export async function buildCatalogue(request: CatalogueRequest): Promise<BuiltCatalogue> {
  const { domain, paths, plan, pack, progress, use } = request;
  let read = 0;
  const files = await CatalogueFiles.check(paths, plan, (bytes) => {
    read += bytes;
    if (request.bytes > 0) progress('rows are checked', CHECKED * Math.min(1, read / request.bytes));
  });
  progress('names', CHECKED);
  const columns = await buildEntityColumns(files.entities(), () => files.where);
  if (columns.kind.length === 0) throw empty(domain, plan, files);
  const table = columnTable(columns);
  // Before what takes long: rows that are wrong are said at once.
  const judged = await readJudged(request.judged ?? [], table, new Map(Object.entries(plan.slots)));
  const parts = new Map<string, Uint8Array>();
  for (const [index, { names, build }] of STRATEGY_BUILDERS.entries()) {
    progress(names.join(', '), TABLED + ((BUILT - TABLED) * index) / STRATEGY_BUILDERS.length);
    for (const [name, part] of await build({ entities: () => files.entities(), table, parts, accepted: use?.accepted }))
      parts.set(name, part);
  }
  progress('ranker', BUILT);
  const strategies = STRATEGY_BUILDERS.flatMap(({ names }) => names);
  const opened = openStrategies(strategies, parts, table);
  const memory = decodeMemory(parts, table.count);
  const ranker = catalogueRanker(table, opened, { queries: judged.queries, memory });
  for (const [name, part] of ranker?.parts ?? []) parts.set(name, part);
  const remembered = withAccepted(memory, judgedCounts(judged.queries));
  for (const [name, part] of encodeMemory(remembered)) parts.set(name, part);
  progress('policy', RANKED);
  for (const [name, part] of (use?.policy ? encodePolicy(use.policy) : cataloguePolicy(table, opened)) ?? [])
    parts.set(name, part);
  progress('packed', CHOSEN);
  const bytes = packCatalogue(
    withGolden({
      domain,
      columns,
      slots: Object.fromEntries(Object.entries(plan.slots).map(([slot, targets]) => [slot, [...targets]])),
      strategies,
      sources: files.sources,
      figures: ranker?.figures ?? {},
      parts,
    }),
    pack,
  );
  progress('done', 1);
  return { bytes, leftOut: files.leftOut, judged };
}

function empty(domain: string, { kinds }: CataloguePlan, { leftOut, sources }: CatalogueFiles): NluError {
  const names = sources.map(({ name }) => name).join(', ');
  const other = [...leftOut].map(([kind, rows]) => `${rows} of ${kind}`).join(', ');
  const problem =
    other === ''
      ? 'no rows'
      : `only kinds that ${domain} has no slot for (${other}); it has them for ${kinds.join(', ')}`;
  return new NluError('INVALID_ARGUMENT', `catalogue ${names}: ${problem}`);
}
