import { hostname } from 'node:os';
import type { Registry } from 'prom-client';
import type { Trust } from '../format/trust.js';
import type { Source } from '../lifecycle/source.js';
import { DirectorySource } from './directory-source.js';
import type { SourceConfig } from './source-config.js';
import type { ReportedInstance, StatusReporter } from './status-reporter.js';

/** A source, and the way to report what becomes of its targets. */
export interface OpenSource {
  readonly source: Source;
  /**
   * True for a folder: nobody repairs it while its process starts, so a bundle that is refused then ends the process.
   */
  readonly fixed: boolean;
  /** Registers what there is to know of the way to the source; nothing for a folder. */
  watch(registry: Registry): void;
  /** Begins to report; undefined for sources that have no place for reports. */
  report(instance: Pick<ReportedInstance, 'address' | 'reports'>): StatusReporter | undefined;
}

/**
 * Opens the source that a configuration asks for.
 * @param shipped the folder of bundles when the configuration names none
 * @param trust whose deployments are followed
 */
export async function openSource(
  config: SourceConfig,
  domain: string,
  shipped: string,
  trust: Trust,
): Promise<OpenSource> {
  if (config.kind === 'directory') {
    return {
      source: new DirectorySource(config.directory ?? shipped),
      fixed: true,
      watch: () => {},
      report: () => undefined,
    };
  }
  // The NATS client is loaded only where it is used.
  const [
    { CachedSource },
    { FollowedDeployment },
    { NatsSource },
    { NatsStores },
    { StatusReporter },
    { watchNats },
    { adoptCache },
  ] = await Promise.all([
    import('./cached-source.js'),
    import('./followed-deployment.js'),
    import('./nats-source.js'),
    import('./nats-stores.js'),
    import('./status-reporter.js'),
    import('./nats-metrics.js'),
    import('./neighbouring-caches.js'),
  ]);
  const { cache, caches, instance = defaultInstance(), ...nats } = config.nats;
  if (cache !== undefined && caches !== undefined) await adoptCache(cache, caches);
  const stores = new NatsStores({
    ...nats,
    name: `${domain}.${instance}`,
    inboxPrefix: `_INBOX_${domain}`,
    isService: true,
  });
  const followed = new FollowedDeployment(domain, trust, cache);
  const origin = new NatsSource(stores, domain, followed);
  return {
    source: cache === undefined ? origin : new CachedSource(origin, cache),
    fixed: false,
    watch: (registry) => watchNats(registry, domain, stores, origin),
    report: (reported) =>
      new StatusReporter(stores, { ...reported, domain, instance, records: () => followed.report() }),
  };
}

function defaultInstance(): string {
  return `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
}
