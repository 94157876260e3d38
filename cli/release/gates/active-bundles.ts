import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../../bundles/format/limits.js';
import { readActive, readBundle } from '../../../bundles/sources/bundle-directory.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { NluError } from '../../../serving/errors.js';
import { currentDeployment } from '../publication/publication.js';

/** A bundle that is active. */
export interface ActiveBundle {
  /** The digest, where whoever made the bundle active named it. */
  readonly digest: string | undefined;
  /** Reads the bytes of the bundle's file. */
  readonly read: () => Promise<Uint8Array>;
}

/** The active bundles by domain, of every domain that is a folder and has one. */
export type ActiveBundles = ReadonlyMap<string, ActiveBundle>;

/** The bundles that are deployed on NATS. A domain that nothing was deployed for is absent. */
export function deployedBundles(stores: NatsStores): Promise<ActiveBundles> {
  return bundlesOf(async (domain) => {
    const { deployment } = await currentDeployment(stores, domain);
    if (!deployment) return undefined;
    const { version, digest } = deployment;
    const name = `${domain}/${version}`;
    const read = async () => {
      const bytes = await stores.getBundle(name, DEFAULT_LIMITS.fileBytes);
      if (bytes) return bytes;
      throw new NluError('NOT_FOUND', `${name} is deployed, and its bundle is not stored`);
    };
    return { digest, read };
  });
}

/** The bundles of a folder with one folder per domain, or those that ship. */
export function bundledBundles(folder?: string): Promise<ActiveBundles> {
  return bundlesOf(async (domain, path) => {
    const directory = folder === undefined ? join(path, 'bundle') : join(folder, domain);
    const { version, digest } = await readActive(directory);
    return { digest, read: () => readBundle(directory, version) };
  });
}

async function bundlesOf(
  find: (domain: string, path: string) => Promise<ActiveBundle | undefined>,
): Promise<ActiveBundles> {
  const bundles = new Map<string, ActiveBundle>();
  for (const { name, path } of domainFolders()) {
    const bundle = await find(name, path);
    if (bundle) bundles.set(name, bundle);
  }
  return bundles;
}
