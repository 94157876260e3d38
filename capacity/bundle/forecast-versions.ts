import type { Registry } from 'prom-client';
import { z } from 'zod';
import { trustConfigSchema } from '../../bundles/lifecycle/trust-config.js';
import { deployedContents } from '../../bundles/sources/deployed-contents.js';
import { sourceConfigSchema } from '../../bundles/sources/source-config.js';
import type { Log } from '../../serving/observability/log.js';
import type { ForecastModel } from '../forecast/forecast-model.js';
import { FORECAST, openForecast } from './forecast-bundle.js';

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

/**
 * Takes models that are deployed as bundles, by the life cycle of every bundle.
 * @param onModel is called whenever another model is in force
 */
export async function deployedForecasts(
  from: ForecastBundlesConfig,
  log: Log,
  registry: Registry,
  onModel: () => void,
): Promise<ForecastVersions> {
  let inForce: ForecastVersions['model'];
  const models = await deployedContents<ForecastModel>(
    {
      name: FORECAST,
      keep: 1,
      async open(bytes, trust) {
        const { manifest, model } = await openForecast(bytes, trust);
        return { manifest, content: async () => model };
      },
      onActive() {
        const { content, version, end } = models.lease('');
        inForce = { model: content, version };
        end();
        onModel();
      },
    },
    from,
    log,
    registry,
  );
  return {
    start: (address) => models.start(address),
    get model() {
      return inForce;
    },
    close: () => models.close(),
  };
}
