import { bundledBundles } from './active-bundles.js';
import { type DomainModel, loadProven } from './domain-model.js';

/** The models that are active, by domain. */
export type ActiveModels = ReadonlyMap<string, DomainModel>;

/** The models of the bundles of a folder with one folder per domain, or of those that ship. */
export async function bundledModels(folder?: string): Promise<ActiveModels> {
  const models = new Map<string, DomainModel>();
  for (const [domain, { read }] of await bundledBundles(folder)) models.set(domain, await loadProven(await read()));
  return models;
}

export async function releaseModels(models: Iterable<DomainModel>): Promise<void> {
  for (const { servable } of models) await servable.release();
}
