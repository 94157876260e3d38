import { trustOf } from '../domains/core/bundle/trust.js';
import { checkIdentity } from '../domains/core/lifecycle/bundle-identity.js';
import type { Releasable } from '../domains/core/lifecycle/handle.js';
import { VersionManager } from '../domains/core/lifecycle/manager.js';
import { openSource } from '../domains/core/lifecycle/open-source.js';
import type { StatusReporter } from '../domains/core/lifecycle/status-reporter.js';
import { versionLog } from '../domains/core/lifecycle/version-log.js';
import { NluError } from '../proto/errors.js';
import type { Log } from '../proto/observability/log.js';
import type { GatewayConfig } from './config.js';
import { openPriors, type PriorsManifest } from './prior-bundle.js';
import { PRIORS, type PriorTable } from './prior-table.js';
import { fixedPriors, notLoaded, type PriorVersions } from './prior-versions.js';

interface PriorServable extends Releasable {
  readonly table: PriorTable;
}

/**
 * Tables that are deployed as bundles, by the life cycle of every bundle. `initial` is in force until the first is active:
 * a gateway without a deployed table answers all the same.
 */
export async function deployedPriors(
  { source: sourceConfig, trust: trustConfig, keepVersions }: NonNullable<GatewayConfig['priorBundles']>,
  initial: PriorTable,
  processLog: Log,
): Promise<PriorVersions> {
  const log = versionLog(processLog, PRIORS);
  const { source, report } = await openSource(sourceConfig, PRIORS, '');
  const trust = trustOf(trustConfig.publicKeys, trustConfig.allowUnsigned);
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
    onProblem: (error) => log.onProblem(error),
  });
  return {
    start(address) {
      reporter = report({ address, reports: () => versions.reports(), wanted: () => versions.wanted });
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
