import type { VersionReport } from '../bundles/lifecycle/version-record.js';
import { type DomainConfig, domainConfigSchema } from '../domains/core/service/config.js';
import { domainSetup } from '../domains/core/service/domain-setup.js';
import { servedDomain } from '../domains/core/service/served-domain.js';
import { type InProcessDomain, inProcessDomain } from '../domains/core/service/start.js';
import { isInProcess } from '../gateway/domains/domains-config.js';
import { type GatewaySetup, type RunningGateway, startGateway } from '../gateway/service/start.js';
import { invalidField } from '../serving/errors.js';
import type { InProcessSettings, OneProcessConfig } from './config.js';

/** A gateway that listens, with domains in its process. */
export interface RunningOneProcess {
  /** `host:port` of the gateway, ready to dial. */
  readonly address: string;
  /** The port of /metrics, /live and /ready, if any; the metrics are those of the gateway and of every domain here. */
  readonly operationsPort: number | undefined;
  /**
   * The first active version of each domain here: from then on health is SERVING. Rejects with the reason why a domain has
   * none.
   */
  readonly ready: Promise<ReadonlyMap<string, VersionReport>>;
  /** Finishes the requests under way, for `drainMs` at most, then stops the domains and releases every version. */
  stop(): Promise<void>;
}

interface DomainHere {
  readonly name: string;
  readonly domain: InProcessDomain;
  /** Ends the thread that opens its bundles. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the domains whose address is in-process, and the gateway over them and over those elsewhere.
 * @throws NluError for an address that is taken, a folder without a domain or without a bundle, and whatever `startGateway`
 *   throws
 */
export async function startOneProcess(
  { inProcess, ...config }: OneProcessConfig,
  setup: Pick<GatewaySetup, 'log' | 'now'> = {},
): Promise<RunningOneProcess> {
  const here: DomainHere[] = [];
  let gateway: RunningGateway | undefined;
  const stop = async () => {
    // The gateway first, so that its requests under way are answered whole.
    await gateway?.stop();
    await Promise.all(here.map(({ domain, close }) => domain.stop().finally(close)));
  };
  try {
    for (const { name } of config.domains.filter(isInProcess)) {
      const { folder = name, ...settings } = inProcess?.[name] ?? {};
      const domainConfig = configOf(settings, config);
      const served = servedDomain(folder, domainConfig);
      const { domain: found } = served.schema;
      if (found !== name) throw invalidField(`inProcess.${name}.folder`, `${folder} holds the domain ${found}`);
      const { setup, close } = domainSetup(served, domainConfig);
      here.push({ name, domain: await inProcessDomain(setup), close });
    }
    const ready = Promise.all(here.map(async ({ name, domain }) => [name, await domain.ready] as const)).then(
      (versions) => new Map(versions),
    );
    ready.catch(() => {});
    const services = new Map(here.map(({ name, domain }) => [name, domain.service]));
    gateway = await startGateway({ ...config, domains: [...config.domains] }, { ...setup, inProcess: services, ready });
    const { address, operationsPort } = gateway;
    await Promise.all(here.map(({ domain }) => domain.begin(address)));
    return { address, operationsPort, ready, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A domain's whole configuration. What it would listen by stays at the defaults, and is not used. */
function configOf(
  settings: Partial<InProcessSettings>,
  { log, tracing, drainMs }: Pick<OneProcessConfig, 'log' | 'tracing' | 'drainMs'>,
): DomainConfig {
  return { ...domainConfigSchema.parse({}), ...settings, log, tracing, drainMs };
}
