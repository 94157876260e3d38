import { hostname } from 'node:os';
import type { Registry } from 'prom-client';
import { limitsOf } from '../format/limits.js';
import type { Trust } from '../format/trust.js';
import type { FolderPlace, ReadFile, Source, StorePlace } from '../lifecycle/source.js';
import { readFromFolder } from './bundle-directory.js';
import { DirectorySource } from './directory-source.js';
import { connected, type NatsOptions } from './nats/nats-options.js';
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
  report(instance: Pick<ReportedInstance, 'address' | 'reports' | 'trial'>): StatusReporter | undefined;
}

/** How a process reaches NATS by its configuration. */
export function natsOptionsOf(
  { cache: _c, caches: _s, instance, ...nats }: SourceConfig['nats'],
  domain: string,
): NatsOptions {
  const name = `${domain}.${instance ?? defaultInstance()}`;
  return { ...nats, name, inboxPrefix: `_INBOX_${domain}`, isService: true };
}

/** Reads the files of a source, objects over a connection of its own that is made for the first one. */
export function readAlone(config: SourceConfig, domain: string): ReadFile {
  let reader: Promise<ReadFile<StorePlace>> | undefined;
  return async (place, signal) => {
    if ('folder' in place) return readFromFolder(place, signal);
    reader ??= connectedReader(natsOptionsOf(config.nats, domain));
    return (await reader)(place, signal);
  };
}

/** A connection that is not there at first is tried for on and on; reads fail until then. */
async function connectedReader(options: NatsOptions): Promise<ReadFile<StorePlace>> {
  const [{ readFromStore }, { NatsStores }] = await Promise.all([
    import('./nats/nats-source.js'),
    import('./nats/nats-stores.js'),
  ]);
  const stores = new NatsStores(options);
  await connected(stores).catch(() => {});
  return readFromStore(stores);
}

/**
 * Opens the source that a configuration asks for.
 * @param shipped the folder of bundles when the configuration names none
 * @param trust whose deployments are followed
 * @param elsewhere reads bundles' files, where another thread does so at the moment
 */
export async function openSource(
  config: SourceConfig,
  domain: string,
  shipped: string,
  trust: Trust,
  elsewhere: () => ReadFile | undefined = () => undefined,
): Promise<OpenSource> {
  const { fileBytes } = limitsOf(domain);
  if (config.kind === 'directory') {
    const read: ReadFile<FolderPlace> = (...args) => (elsewhere() ?? readFromFolder)(...args);
    return {
      source: new DirectorySource(config.directory ?? shipped, read, fileBytes),
      fixed: true,
      watch: () => {},
      report: () => undefined,
    };
  }
  // The NATS client is loaded only where it is used.
  const [
    { CachedSource },
    { FollowedDeployment },
    { NatsSource, readFromStore },
    { NatsStores },
    { StatusReporter },
    { watchNats },
    { adoptCache },
  ] = await Promise.all([
    import('./cached-source.js'),
    import('./followed-deployment.js'),
    import('./nats/nats-source.js'),
    import('./nats/nats-stores.js'),
    import('./status-reporter.js'),
    import('./nats/nats-metrics.js'),
    import('./neighbouring-caches.js'),
  ]);
  const { cache, caches, instance = defaultInstance() } = config.nats;
  if (cache !== undefined && caches !== undefined) await adoptCache(cache, caches);
  const stores = new NatsStores(natsOptionsOf(config.nats, domain));
  const followed = new FollowedDeployment(domain, trust, cache);
  const origin = new NatsSource(stores, domain, followed, (...args) => (elsewhere() ?? readFromStore(stores))(...args));
  return {
    source: cache === undefined ? origin : new CachedSource(origin, cache, fileBytes),
    fixed: false,
    watch: (registry) => watchNats(registry, domain, stores, origin),
    report: (reported) =>
      new StatusReporter(stores, { ...reported, domain, instance, records: () => followed.report() }),
  };
}

function defaultInstance(): string {
  return `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
}
