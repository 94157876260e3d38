import type { Registry } from 'prom-client';
import { z } from 'zod';
import { trustOf } from '../../bundles/format/trust.js';
import { checkIdentity } from '../../bundles/lifecycle/bundle-identity.js';
import type { Releasable } from '../../bundles/lifecycle/handle.js';
import { VersionManager } from '../../bundles/lifecycle/manager.js';
import { trustConfigSchema } from '../../bundles/lifecycle/trust-config.js';
import { versionLog } from '../../bundles/lifecycle/version-log.js';
import { openSource } from '../../bundles/sources/open-source.js';
import { sourceConfigSchema } from '../../bundles/sources/source-config.js';
import type { StatusReporter } from '../../bundles/sources/status-reporter.js';
import type { Log } from '../../serving/observability/log.js';
import type { ForecastModel } from '../forecast/forecast-model.js';
import { FORECAST, type ForecastManifest, openForecast } from './forecast-bundle.js';

/** Where deployed forecast models come from. */
export const forecastBundlesSchema = z
  .strictObject({ source: sourceConfigSchema, trust: trustConfigSchema })
  .refine(
    ({ source }) => source.kind === 'nats' || source.directory !== undefined,
    'source: name a directory, or nats',
  );

export type ForecastBundlesConfig = z.output<typeof forecastBundlesSchema>;

/** The forecast models that are deployed, one of them in force. */
export interface ForecastVersions {
  /** Begins to take deployed models; `address` is where status says that this process is. */
  start(address: string): Promise<void>;
  /** The model in force; undefined while none is. */
  readonly model: { readonly model: ForecastModel; readonly version: string } | undefined;
  close(): Promise<void>;
}

interface ForecastServable extends Releasable {
  readonly model: ForecastModel;
}

/**
 * Takes models that are deployed as bundles, by the life cycle of every bundle.
 * @param onModel is called whenever another model is in force
 */
export async function deployedForecasts(
  { source: sourceConfig, trust: trustConfig }: ForecastBundlesConfig,
  processLog: Log,
  registry: Registry,
  onModel: () => void,
): Promise<ForecastVersions> {
  const log = versionLog(processLog, FORECAST);
  const trust = trustOf(trustConfig.publicKeys, trustConfig.allowUnsigned, FORECAST);
  const { source, report, watch } = await openSource(sourceConfig, FORECAST, '', trust);
  watch(registry);
  let reporter: StatusReporter | undefined;
  let inForce: ForecastVersions['model'];
  const versions = new VersionManager<ForecastServable, ForecastManifest>({
    source,
    loader: async (target, bytes, onWarming) => {
      const { manifest, model } = await openForecast(bytes, trust);
      checkIdentity(manifest, FORECAST, target);
      onWarming();
      return { manifest, servable: { model, release: async () => {} } };
    },
    keep: 1,
    now: Date.now,
    onChange: (change) => {
      log.onChange(change);
      reporter?.changed();
      if (change.state.name !== 'active') return;
      const { servable, manifest, end } = versions.lease('');
      inForce = { model: servable.model, version: manifest.version };
      end();
      onModel();
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
    get model() {
      return inForce;
    },
    async close() {
      await reporter?.stop();
      await versions.close();
    },
  };
}
