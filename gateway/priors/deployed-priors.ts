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
import type { PriorTable } from '../answer/priors/prior-table.js';
import { openPriors, type PriorsManifest } from './prior-bundle.js';
import { fixedPriors, notLoaded, PRIORS, type PriorVersions } from './prior-versions.js';
import type { PriorBundlesConfig } from './priors-config.js';

interface PriorServable extends Releasable {
  readonly table: PriorTable;
}

/**
 * Takes tables that are deployed as bundles, by the life cycle of every bundle.
 * @param initial in force until the first deployed table is active: without one a gateway answers all the same
 */
export async function deployedPriors(
  { source: sourceConfig, trust: trustConfig, keepVersions }: PriorBundlesConfig,
  initial: PriorTable,
  processLog: Log,
  registry: Registry,
): Promise<PriorVersions> {
  const log = versionLog(processLog, PRIORS);
  const trust = trustOf(trustConfig.publicKeys, trustConfig.allowUnsigned, PRIORS);
  const { source, report, watch } = await openSource(sourceConfig, PRIORS, '', trust);
  watch(registry);
  let reporter: StatusReporter | undefined;
  let active = false;
  const versions = new VersionManager<PriorServable, PriorsManifest>({
    source,
    loader: async (target, bytes, onWarming) => {
      const { manifest, table } = await openPriors(bytes, trust);
      checkIdentity(manifest, PRIORS, target);
      onWarming();
      return { manifest, servable: { table, release: async () => {} } };
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
      if (!active) return fixedPriors(initial).lease(version);
      try {
        const { servable, manifest, end } = versions.lease(version);
        return { table: servable.table, version: manifest.version, end };
      } catch (error) {
        throw error instanceof NluError ? notLoaded(version, error.message) : error;
      }
    },
    async close() {
      await reporter?.stop();
      await versions.close();
    },
  };
}
