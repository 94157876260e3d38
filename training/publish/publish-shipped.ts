import { join } from 'node:path';
import { openBundle } from '../../domains/core/bundle/open.js';
import { NOBODY_IN_PARTICULAR } from '../../domains/core/bundle/trust.js';
import { readActive, readBundle } from '../../domains/core/lifecycle/bundle-directory.js';
import type { NatsStores } from '../../domains/core/lifecycle/nats-stores.js';
import { domainFolders } from '../domain-folders.js';
import type { Followed } from './follow.js';
import { currentDeployment, deployAfter, storeBundle } from './publication.js';

/** Deploys the bundle that ships of every domain for which nothing was deployed yet. */
export async function publishShipped(stores: NatsStores): Promise<Followed[]> {
  const deployed: Followed[] = [];
  for (const { name, path } of domainFolders()) {
    const before = await currentDeployment(stores, name);
    if (before.deployment) continue;
    const directory = join(path, 'bundle');
    const bytes = await readBundle(directory, (await readActive(directory)).version);
    const { manifest } = await openBundle(bytes, NOBODY_IN_PARTICULAR);
    const { version, digest } = manifest;
    await storeBundle(stores, manifest, bytes);
    const note = { who: 'start:nats', when: new Date().toISOString(), why: 'the bundle that ships' };
    const revision = await deployAfter(stores, name, before, { version, digest, ...note });
    deployed.push({ domain: name, version, revision });
  }
  return deployed;
}
