import { join } from 'node:path';
import { type Envelope, envelopeSchema } from '../../domains/core/bundle/envelope.js';
import { openBundleOf } from '../../domains/core/bundle/open.js';
import { datedVersion } from '../../domains/core/bundle/pack.js';
import { NOBODY_IN_PARTICULAR } from '../../domains/core/bundle/trust.js';
import { readActive, readBundle } from '../../domains/core/lifecycle/bundle-directory.js';
import type { NatsStores } from '../../domains/core/lifecycle/nats-stores.js';
import { packPriors } from '../../gateway/prior-bundle.js';
import { loadPriorTable, PRIORS } from '../../gateway/prior-table.js';
import { type DomainFolder, domainFolders } from '../domain-folders.js';
import type { Followed } from './follow.js';
import { currentDeployment, deployAfter, storeBundle } from './publication.js';

/** Deploys the bundle that ships of every domain, and the table of priors that does, where nothing was deployed yet. */
export async function publishShipped(stores: NatsStores): Promise<Followed[]> {
  const deployed: Followed[] = [];
  for (const { name, read } of [...domainFolders().map(shippedBundle), shippedPriors]) {
    const before = await currentDeployment(stores, name);
    if (before.deployment) continue;
    const bytes = await read();
    const { version, digest } = await openEnvelope(bytes);
    await storeBundle(stores, { domain: name, version }, bytes);
    const note = { who: 'start:nats', when: new Date().toISOString(), why: 'what ships' };
    const revision = await deployAfter(stores, name, before, { version, digest, ...note });
    deployed.push({ domain: name, version, revision });
  }
  return deployed;
}

const shippedPriors = {
  name: PRIORS,
  read: async () =>
    packPriors(loadPriorTable(), 'authored; ships with the project', { version: datedVersion(new Date()) }),
};

function shippedBundle({ name, path }: DomainFolder) {
  const directory = join(path, 'bundle');
  return { name, read: async () => readBundle(directory, (await readActive(directory)).version) };
}

async function openEnvelope(bytes: Uint8Array): Promise<Envelope> {
  return (await openBundleOf(envelopeSchema, bytes, NOBODY_IN_PARTICULAR)).manifest;
}
