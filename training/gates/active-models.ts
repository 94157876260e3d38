import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../domains/core/bundle/limits.js';
import { readActive, readBundle } from '../../domains/core/lifecycle/bundle-directory.js';
import type { NatsStores } from '../../domains/core/lifecycle/nats-stores.js';
import { NluError } from '../../proto/errors.js';
import { domainFolders } from '../domain-folders.js';
import { currentDeployment } from '../publish/publication.js';
import { type DomainModel, loadProven } from './domain-model.js';

/** The models that are active, by domain: every domain that is a folder and has one. */
export type ActiveModels = ReadonlyMap<string, DomainModel>;

/** What is deployed on NATS. A domain that nothing was deployed for takes no part. */
export function deployedModels(stores: NatsStores): Promise<ActiveModels> {
  return modelsOf(async (domain) => {
    const { deployment } = await currentDeployment(stores, domain);
    if (!deployment) return undefined;
    const name = `${domain}/${deployment.version}`;
    const bytes = await stores.getBundle(name, DEFAULT_LIMITS.fileBytes);
    if (bytes) return bytes;
    throw new NluError('NOT_FOUND', `${name} is deployed, and its bundle is not stored`);
  });
}

/** The bundles of a folder with one folder a domain, or those that ship. */
export function bundledModels(folder?: string): Promise<ActiveModels> {
  return modelsOf(async (domain, path) => {
    const directory = folder === undefined ? join(path, 'bundle') : join(folder, domain);
    return readBundle(directory, (await readActive(directory)).version);
  });
}

export async function releaseModels(models: Iterable<DomainModel>): Promise<void> {
  for (const { servable } of models) await servable.release();
}

async function modelsOf(
  read: (domain: string, path: string) => Promise<Uint8Array | undefined>,
): Promise<ActiveModels> {
  const models = new Map<string, DomainModel>();
  for (const { name, path } of domainFolders()) {
    const bytes = await read(name, path);
    if (bytes) models.set(name, await loadProven(bytes));
  }
  return models;
}
