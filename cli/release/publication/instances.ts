import { type InstanceStatus, instanceStatusSchema, parseStored } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import type { StoredValue } from '../../../bundles/sources/stored-value.js';

/** A process of a domain with its latest status. */
export interface Instance {
  readonly domain: string;
  readonly instance: string;
  /** Undefined once it has announced that it stops. */
  readonly status: InstanceStatus | undefined;
}

/** Every process that renews its status, of one domain or of all, in order of name. */
export async function liveInstances(stores: NatsStores, domain = '*'): Promise<Instance[]> {
  const values = await stores.values('nlu-status', `${domain}.*`);
  return values.map(instanceOf).filter(({ status }) => status !== undefined);
}

export function instanceOf({ key, text }: StoredValue): Instance {
  const [domain = '', instance = ''] = key.split('.');
  return { domain, instance, status: text === undefined ? undefined : parseStored(instanceStatusSchema, key, text) };
}
