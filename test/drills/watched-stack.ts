import { join } from 'node:path';
import { DOMAIN_FLAGS, type ServiceProcess, startService } from '../../cli/stack/service-process.js';
import { domainFolders } from '../../domains/core/schema/domain-folders.js';
import { projectRoot } from '../../serving/project.js';
import { serverlessAddress } from '../support/servers/addresses.js';

/** A service with its operations port. */
export interface Watched {
  readonly name: string;
  readonly service: ServiceProcess;
  readonly operationsPort: number;
}

export interface WatchedStack {
  readonly gateway: Watched;
  readonly domains: readonly Watched[];
  /** Rejects when a process ends although nobody stopped it. */
  readonly failure: Promise<never>;
  stop(): Promise<void>;
}

/**
 * The stack as it ships, every process with its operations port.
 * @param gatewayArgs further arguments of the gateway
 * @param gatewayFolder folder under dist/ with the gateway's main module
 */
export async function startWatchedStack(
  gatewayArgs: readonly string[] = [],
  gatewayFolder: readonly string[] = ['gateway'],
): Promise<WatchedStack> {
  const started: Watched[] = [];
  const start = async (name: string, folder: readonly string[], args: readonly string[]) => {
    const operationsPort = Number((await serverlessAddress()).split(':')[1]);
    const script = join(projectRoot(), 'dist', ...folder, 'main.js');
    const watched = ['--port', '0', '--set', `operations={"port":${operationsPort}}`, ...args];
    const flags = folder[0] === 'domains' ? DOMAIN_FLAGS : [];
    const one = { name, operationsPort, service: await startService({ name, script, args: watched, flags }) };
    started.push(one);
    return one;
  };
  const stop = async () => {
    for (const { service } of started.splice(0).reverse()) await service.stop();
  };
  try {
    const domains: Watched[] = [];
    for (const { name } of domainFolders()) domains.push(await start(name, ['domains', name], ['--allow-unsigned']));
    const addresses = domains.flatMap(({ name, service }) => ['--domain', `${name}=${service.address}`]);
    const gateway = await start('gateway', gatewayFolder, [...addresses, ...gatewayArgs]);
    const failure = Promise.race([...domains, gateway].map(({ service }) => service.failure));
    failure.catch(() => {});
    return { gateway, domains, failure, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
