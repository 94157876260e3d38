import { join } from 'node:path';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../serving/project.js';
import { DOMAIN_FLAGS, type ServiceProcess, startService } from './service-process.js';

/** A running gateway with its domain services, each a process of its own on a free loopback port. */
export interface Stack {
  /** `host:port` of the gateway. */
  readonly gateway: string;
  /** Domain to `host:port`. */
  readonly domains: ReadonlyMap<string, string>;
  /** Rejects when one of the processes ends although nobody stopped it. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

/** What the stack serves. */
export interface StackOptions {
  /** A folder with one folder of bundles a domain; absent: the bundles that ship. */
  readonly bundles?: string | undefined;
  /** Take bundles from NATS instead: its address, and the folder under which each domain caches its last good one. */
  readonly nats?: { readonly server: string; readonly caches: string } | undefined;
  /** The gateway's port; 0 or absent: a free one. */
  readonly port?: number | undefined;
}

/**
 * Starts every domain that has a folder, then the gateway over them.
 * @throws NluError UNAVAILABLE, with the standard error of the process at fault, when one does not come up; the others are
 *   stopped then
 */
export async function startStack({ bundles, nats, port }: StackOptions = {}): Promise<Stack> {
  const dist = join(projectRoot(), 'dist');
  const started: ServiceProcess[] = [];
  const stop = async () => {
    // The gateway, the last, first: so that it reports no domain as lost.
    for (const service of started.splice(0).reverse()) await service.stop();
  };
  const start = async (name: string, folder: string, args: readonly string[], flags: readonly string[] = []) => {
    const service = await startService({ name, script: join(dist, folder, 'main.js'), args, flags });
    started.push(service);
    return service;
  };
  try {
    const names = domainFolders().map((domain) => domain.name);
    const settled = await Promise.allSettled(
      names.map((name) =>
        start(`domain service ${name}`, join('domains', name), domainArguments(name, { bundles, nats }), DOMAIN_FLAGS),
      ),
    );
    const services = settled.map((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
    const domains = new Map(names.map((name, index) => [name, services[index].address]));
    const gateway = await start('gateway', 'gateway', gatewayArguments(domains, { port, nats }));
    return {
      gateway: gateway.address,
      domains,
      failure: Promise.race([...services, gateway].map((service) => service.failure)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The bundles that ship are unsigned, and a stack of one's own on one's own machine may serve them. */
function domainArguments(name: string, { bundles, nats }: Pick<StackOptions, 'bundles' | 'nats'>): string[] {
  const directory = bundles === undefined ? [] : ['--bundles', join(bundles, name)];
  const stores = nats === undefined ? [] : ['--nats', nats.server, '--cache', join(nats.caches, name)];
  return ['--port', '0', '--allow-unsigned', ...directory, ...stores];
}

function gatewayArguments(
  domains: ReadonlyMap<string, string>,
  { port = 0, nats }: Pick<StackOptions, 'port' | 'nats'>,
): string[] {
  const stores = nats ? ['--nats', nats.server, '--cache', join(nats.caches, 'priors'), '--allow-unsigned'] : [];
  const addresses = [...domains].flatMap(([name, address]) => ['--domain', `${name}=${address}`]);
  return ['--port', String(port), ...addresses, ...stores];
}
