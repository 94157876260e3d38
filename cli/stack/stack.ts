import { join } from 'node:path';
import { catalogueName } from '../../bundles/format/catalogue-name.js';
import { catalogueAmong } from '../../bundles/sources/catalogue-folder.js';
import {
  allDomains,
  bundleFolder,
  bundlesAmong,
  checkHasBundle,
  type DomainFolder,
  ships,
} from '../../domains/core/schema/domain-folders.js';
import { loadClaimTable } from '../../gateway/claims/claim-table-file.js';
import { IN_PROCESS } from '../../gateway/domains/domains-config.js';
import { loadPriorTable } from '../../gateway/priors/prior-table-file.js';
import { parseGatewayStart } from '../../gateway/service/command-line.js';
import { codeOf, messageOf, NluError } from '../../serving/errors.js';
import { projectRoot } from '../../serving/project.js';
import { invocation } from '../invocation.js';
import { checkFreePort } from './free-port.js';
import { DOMAIN_FLAGS, type ServiceProcess, startService } from './service-process.js';

/** A running gateway with its domain services, each a process of its own on a free loopback port, or all in one. */
export interface Stack {
  /** `host:port` of the gateway. */
  readonly gateway: string;
  /** Domain to `host:port`; to `in-process` where the gateway's process serves it. */
  readonly domains: ReadonlyMap<string, string>;
  /** The gateway's /metrics, which are those of all in one process; undefined where none was asked for. */
  readonly metrics: string | undefined;
  /** Rejects when one of the processes ends although nobody stopped it. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

/** The process of any domain, by its place in dist/. */
const DOMAIN_PROCESS = ['domains', 'core', 'service', 'main.js'];

/** A folder of events, or the key of a deployment whose events are on NATS. */
export type StackEvents = ({ readonly folder: string } | { readonly keyFile: string }) & { readonly text: boolean };

/** What the stack serves. */
export interface StackOptions {
  /** Folders of further domains, beside those that ship. */
  readonly with?: readonly string[] | undefined;
  /**
   * A folder with one folder of bundles a domain; absent, and for further domains that it has none of: the bundles in each
   * domain's own folder.
   */
  readonly bundles?: string | undefined;
  /** A folder with folders `<domain>-catalogue` of catalogues; domains that it has none for have none. */
  readonly catalogues?: string | undefined;
  /** Take bundles from NATS instead: its address, and the folder under which each domain caches its last good one. */
  readonly nats?: { readonly server: string; readonly caches: string } | undefined;
  /** The gateway's port; 0 or absent: a free one. */
  readonly port?: number | undefined;
  /**
   * Where the gateway keeps events of requests and outcomes, a folder or the stack's NATS under a key, and whether with words;
   * absent: it keeps none.
   */
  readonly events?: StackEvents | undefined;
  /** Whether the gateway and its domains are one process; absent: each is one of its own. */
  readonly oneProcess?: boolean | undefined;
  /** The port on the loopback of the gateway's /metrics, 0 for a free one; absent: it has none. */
  readonly metricsPort?: number | undefined;
}

/**
 * Starts every domain that ships and every further one, then the gateway over them.
 * @throws NluError before anything is started: FAILED_PRECONDITION for a domain whose folder has no bundle, INVALID_ARGUMENT
 *   for a table or a setting of the gateway's, NOT_FOUND for a folder of catalogues that has none, UNAVAILABLE for a port
 *   that is taken; UNAVAILABLE, with the standard error of the process at fault, when one does not come up; the others are
 *   stopped then
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folders = allDomains(options.with);
  for (const folder of folders) checkServable(folder, options);
  checkCatalogues(folders, options);
  if (!options.oneProcess) checkGateway(folders, options);
  await checkFreePort(options.port ?? 0);
  const dist = join(projectRoot(), 'dist');
  const started: ServiceProcess[] = [];
  const stop = async () => {
    // The gateway, the last, first: so that it reports no domain as lost.
    for (const service of started.splice(0).reverse()) await service.stop();
  };
  const givenUp = new AbortController();
  const start = async (name: string, script: string[], args: readonly string[], flags: readonly string[] = []) => {
    const { signal } = givenUp;
    const service = await startService({ name, script: join(dist, ...script), args, flags, signal });
    started.push(service);
    return service;
  };
  if (options.oneProcess) {
    const args = oneProcessArguments(folders, options);
    const { address, metricsPort, failure } = await start(
      'gateway with its domains',
      ['one-process', 'main.js'],
      args,
      DOMAIN_FLAGS,
    );
    const domains = new Map(folders.map(({ name }) => [name, IN_PROCESS]));
    return { gateway: address, domains, metrics: metricsAddress(metricsPort), failure, stop };
  }
  const starting = folders.map((folder) =>
    start(`domain service ${folder.name}`, DOMAIN_PROCESS, domainArguments(folder, options), DOMAIN_FLAGS),
  );
  try {
    const services = await Promise.all(starting);
    const domains = new Map(folders.map(({ name }, index) => [name, services[index].address]));
    const gateway = await start('gateway', ['gateway', 'main.js'], gatewayArguments(domains, options));
    return {
      gateway: gateway.address,
      domains,
      metrics: metricsAddress(gateway.metricsPort),
      failure: Promise.race([...services, gateway].map((service) => service.failure)),
      stop,
    };
  } catch (error) {
    // Whoever made a mistake is told of it at once, and not once the others are ready.
    givenUp.abort();
    await Promise.allSettled(starting);
    await stop();
    throw error;
  }
}

/** A domain without a bundle would keep the whole stack from being ready. */
function checkServable(folder: DomainFolder, { bundles, nats }: StackOptions): void {
  if (nats !== undefined || bundlesAmong(bundles, folder) !== bundleFolder(folder)) return;
  checkHasBundle(folder, invocation('train', ships(folder) ? `${folder.name} --ship` : folder.path));
}

/** A mistyped folder would look like domains that were given no catalogue. */
function checkCatalogues(folders: readonly DomainFolder[], { catalogues }: StackOptions): void {
  if (catalogues === undefined || folders.some(({ name }) => catalogueAmong(catalogues, name) !== undefined)) return;
  const wanted = folders.map(({ name }) => catalogueName(name)).join(', ');
  const hint = invocation('catalogue', `DOMAIN FILE... --out ${catalogues}`);
  throw new NluError('NOT_FOUND', `--catalogues: ${catalogues} has none of ${wanted}; to make one: ${hint}`);
}

/**
 * Reads what the gateway will read, since it is started last, over domains that are ready by then.
 * @throws NluError INVALID_ARGUMENT naming setting or file, and what is wrong
 */
function checkGateway(folders: readonly DomainFolder[], options: StackOptions): void {
  const addresses = new Map(folders.map(({ name }) => [name, '127.0.0.1:1']));
  try {
    const { config } = parseGatewayStart(gatewayArguments(addresses, options), process.env);
    loadPriorTable(config.priors);
    loadClaimTable(config.missing.claims);
  } catch (error) {
    throw new NluError(codeOf(error), messageOf(error).replace(/^/gmu, 'gateway: '), { cause: error });
  }
}

/** The bundles that ship are unsigned, and a stack of one's own on one's own machine may serve them. */
function domainArguments(folder: DomainFolder, { bundles, catalogues: root, nats }: StackOptions): string[] {
  const { name } = folder;
  const directory = ['--bundles', bundlesAmong(bundles, folder)];
  const stores = nats === undefined ? directory : ['--nats', nats.server, '--cache', join(nats.caches, name)];
  const catalogue = nats === undefined ? catalogueAmong(root, name) : 'nats';
  const catalogues = catalogue === undefined ? [] : ['--catalogue', catalogue];
  return [ships(folder) ? name : folder.path, '--port', '0', '--allow-unsigned', ...stores, ...catalogues];
}

function oneProcessArguments(
  folders: readonly DomainFolder[],
  { bundles, catalogues, events, nats, port = 0, metricsPort }: Omit<StackOptions, 'with' | 'oneProcess'>,
): string[] {
  const further = folders.filter((folder) => !ships(folder)).flatMap(({ path }) => ['--with', path]);
  const directory = bundles === undefined ? [] : ['--bundles', bundles];
  const stores = nats === undefined ? directory : ['--nats', nats.server, '--cache', nats.caches];
  const looked = nats === undefined ? catalogues : 'nats';
  const entities = looked === undefined ? [] : ['--catalogues', looked];
  return [
    '--port',
    String(port),
    '--allow-unsigned',
    ...further,
    ...stores,
    ...entities,
    ...eventSettings(events, nats),
    ...metricsSettings(metricsPort),
  ];
}

function gatewayArguments(
  domains: ReadonlyMap<string, string>,
  { port = 0, nats, events, metricsPort }: Pick<StackOptions, 'port' | 'nats' | 'events' | 'metricsPort'>,
): string[] {
  const stores = nats ? ['--nats', nats.server, '--cache', join(nats.caches, 'priors'), '--allow-unsigned'] : [];
  const addresses = [...domains].flatMap(([name, address]) => ['--domain', `${name}=${address}`]);
  const settings = [...eventSettings(events, nats), ...metricsSettings(metricsPort)];
  return ['--port', String(port), ...addresses, ...stores, ...settings];
}

function metricsAddress(port: number | undefined): string | undefined {
  return port === undefined ? undefined : `http://127.0.0.1:${port}/metrics`;
}

function metricsSettings(port: number | undefined): string[] {
  return port === undefined ? [] : ['--set', `operations=${JSON.stringify({ port })}`];
}

function eventSettings(events: StackEvents | undefined, nats: StackOptions['nats']): string[] {
  if (events === undefined) return [];
  const place =
    'folder' in events
      ? { folder: events.folder }
      : { store: 'nats', keyFile: events.keyFile, nats: { servers: [nats?.server] } };
  return ['--set', `events=${JSON.stringify({ ...place, text: events.text })}`];
}
