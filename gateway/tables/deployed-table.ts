import type { Registry } from 'prom-client';
import { deployedContents } from '../../bundles/sources/deployed-contents.js';
import { NluError } from '../../serving/errors.js';
import type { Log } from '../../serving/observability/log.js';
import { openTable, type TableKind } from './table-bundle.js';
import { fixedTable, notLoaded, type TableVersions } from './table-versions.js';
import type { TableBundlesConfig } from './tables-config.js';

/**
 * Takes tables that are deployed as bundles, by the life cycle of every bundle.
 * @param initial in force until the first deployed table is active: without one a gateway answers all the same
 */
export async function deployedTable<Table, Served>(
  kind: TableKind<Table, Served>,
  { keepVersions, ...from }: TableBundlesConfig,
  initial: Served,
  log: Log,
  registry: Registry,
): Promise<TableVersions<Served>> {
  const { name } = kind;
  const tables = await deployedContents(
    {
      name,
      keep: keepVersions,
      async open(bytes, trust) {
        const { manifest, table } = await openTable(kind, bytes, trust);
        return { manifest, content: () => kind.serve(table) };
      },
    },
    from,
    log,
    registry,
  );
  const first = fixedTable(name, initial);
  return {
    start: (address) => tables.start(address),
    lease(version) {
      if (!tables.isActive) return first.lease(version);
      try {
        const { content, ...lease } = tables.lease(version);
        return { table: content, ...lease };
      } catch (error) {
        throw error instanceof NluError ? notLoaded(name, version, error.message) : error;
      }
    },
    close: () => tables.close(),
  };
}
