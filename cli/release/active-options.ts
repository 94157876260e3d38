import { type Command, Option } from 'commander';
import { allDomains } from '../../domains/core/schema/domain-folders.js';
import { bundlesOption } from '../options.js';
import { type ActiveBundles, bundledBundles, deployedBundles } from './gates/active-bundles.js';
import { type NatsAccess, withStores } from './publication/nats-connection.js';
import { withNatsAccess } from './publication/nats-options.js';

export interface ActiveFlags extends NatsAccess {
  readonly nats?: readonly string[];
  readonly bundles?: string;
}

/** Adds the options that say where the active versions are: deployed on NATS, in a folder, or shipped. */
export function withActiveOptions(command: Command): Command {
  const server = new Option('--nats <host:port...>', 'beside what is deployed on this NATS').conflicts('bundles');
  return withNatsAccess(command.addOption(server)).addOption(bundlesOption('compare with'));
}

/** The bundles of the versions that count as active. @param folders of further domains, beside those that ship */
export function activeBundles(
  { nats, bundles, ...access }: ActiveFlags,
  folders: readonly string[] = [],
): Promise<ActiveBundles> {
  if (!nats) return bundledBundles(bundles, folders);
  const names = allDomains(folders).map(({ name }) => name);
  return withStores({ nats, ...access }, async (stores) => readNow(await deployedBundles(stores, names)));
}

/** The same bundles with their bytes in memory: a command reads them after the connection that brings them is closed. */
async function readNow(bundles: ActiveBundles): Promise<ActiveBundles> {
  const inMemory = [...bundles].map(async ([domain, { digest, read }]) => {
    const bytes = await read();
    return [domain, { digest, read: async () => bytes }] as const;
  });
  return new Map(await Promise.all(inMemory));
}
