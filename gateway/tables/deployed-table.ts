import type { Registry } from 'prom-client';
import { trustOf } from '../../bundles/format/trust.js';
import { checkIdentity } from '../../bundles/lifecycle/bundle-identity.js';
import type { Releasable } from '../../bundles/lifecycle/handle.js';
import { VersionManager } from '../../bundles/lifecycle/manager.js';
import { versionLog } from '../../bundles/lifecycle/version-log.js';
import { openSource } from '../../bundles/sources/open-source.js';
import type { StatusReporter } from '../../bundles/sources/status-reporter.js';
import { NluError } from '../../serving/errors.js';
import type { Log } from '../../serving/observability/log.js';
import { openTable, type TableKind, type TableManifest } from './table-bundle.js';
import { fixedTable, notLoaded, type TableVersions } from './table-versions.js';
import type { TableBundlesConfig } from './tables-config.js';

interface TableServable<Served> extends Releasable {
  readonly table: Served;
}

/**
 * Takes tables that are deployed as bundles, by the life cycle of every bundle.
 * @param initial in force until the first deployed table is active: without one a gateway answers all the same
 */
export async function deployedTable<Table, Served>(
  kind: TableKind<Table, Served>,
  { source: sourceConfig, trust: trustConfig, keepVersions }: TableBundlesConfig,
  initial: Served,
  processLog: Log,
  registry: Registry,
): Promise<TableVersions<Served>> {
  const { name } = kind;
  const log = versionLog(processLog, name);
  const trust = trustOf(trustConfig.publicKeys, trustConfig.allowUnsigned, name);
  const { source, report, watch } = await openSource(sourceConfig, name, '', trust);
  watch(registry);
  let reporter: StatusReporter | undefined;
  let active = false;
  const versions = new VersionManager<TableServable<Served>, TableManifest>({
    source,
    loader: async (target, bytes, onWarming) => {
      const { manifest, table } = await openTable(kind, bytes, trust);
      checkIdentity(manifest, name, target);
      onWarming();
      const served = await kind.serve(table);
      return { manifest, servable: { table: served, release: async () => {} } };
    },
    keep: keepVersions,
    now: Date.now,
    onChange: (change) => {
      active ||= change.state.name === 'active';
      log.onChange(change);
      reporter?.changed();
    },
    onProblem: (error) => {
      log.onProblem(error);
      reporter?.changed();
    },
  });
  return {
    start(address) {
      reporter = report({ address, reports: () => versions.reports() });
      return versions.start();
    },
    lease(version) {
      if (!active) return fixedTable(name, initial).lease(version);
      try {
        const { servable, manifest, end } = versions.lease(version);
        return { table: servable.table, version: manifest.version, end };
      } catch (error) {
        throw error instanceof NluError ? notLoaded(name, version, error.message) : error;
      }
    },
    async close() {
      await reporter?.stop();
      await versions.close();
    },
  };
}
