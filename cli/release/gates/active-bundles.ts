import { existsSync } from 'node:fs';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import {
  allDomains,
  bundlesAmong,
  type DomainFolder,
  domainFolders,
  ships,
} from '../../../domains/core/schema/domain-folders.js';
import { currentDeployment, deployedBundle } from '../publication/publication.js';

/** A bundle that is active. */
export interface ActiveBundle {
  /** The digest, where whoever made the bundle active named it. */
  readonly digest: string | undefined;
  /** Reads the bytes of the bundle's file. */
  readonly read: () => Promise<Uint8Array>;
}

/** The active bundles by domain, of every domain that was asked for and has one. */
export type ActiveBundles = ReadonlyMap<string, ActiveBundle>;

/**
 * The bundles that are deployed on NATS, of the domains that ship and of others by their names. A domain that nothing was
 * deployed for is absent.
 */
export function deployedBundles(stores: NatsStores, others: readonly string[] = []): Promise<ActiveBundles> {
  const names = [...new Set([...domainFolders().map(({ name }) => name), ...others])];
  return bundlesOf(names, async (domain) => {
    const { deployment } = await currentDeployment(stores, domain);
    if (!deployment) return undefined;
    return { digest: deployment.digest, read: () => deployedBundle(stores, deployment) };
  });
}

/**
 * The bundles of a folder with one folder per domain, or those that ship; besides, those of further domains' folders, which
 * need not have any.
 */
export function bundledBundles(folder?: string, folders: readonly string[] = []): Promise<ActiveBundles> {
  const domains = new Map(allDomains(folders).map((domain) => [domain.name, domain]));
  return bundlesOf([...domains.keys()], async (name) => {
    const domain = domains.get(name) as DomainFolder;
    const directory = bundlesAmong(folder, domain);
    if (!ships(domain) && !existsSync(directory)) return undefined;
    const { version, digest } = await readActive(directory);
    return { digest, read: () => readBundle(directory, version) };
  });
}

async function bundlesOf(
  names: readonly string[],
  find: (domain: string) => Promise<ActiveBundle | undefined>,
): Promise<ActiveBundles> {
  const bundles = new Map<string, ActiveBundle>();
  for (const name of names) {
    const bundle = await find(name);
    if (bundle) bundles.set(name, bundle);
  }
  return bundles;
}
