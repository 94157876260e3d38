import { parseStored } from '../../../bundles/lifecycle/deployment.js';
import { type InstanceStatus, instanceStatusSchema } from '../../../bundles/lifecycle/instance-status.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import type { StoredValue } from '../../../bundles/sources/stored-value.js';
import { messageOf } from '../../../serving/errors.js';

/** A process of a domain with its latest status. */
export interface Instance {
  readonly domain: string;
  readonly instance: string;
  /** Undefined once it has announced that it stops, and while `problem` keeps it from being read. */
  readonly status: InstanceStatus | undefined;
  /** Why its status cannot be read: a process of another release, or none of ours, wrote it. */
  readonly problem?: string;
}

/** Every process that renews its status, of one domain or of all, in order of name. */
export async function liveInstances(stores: NatsStores, domain = '*'): Promise<Instance[]> {
  const values = await stores.values('nlu-status', `${domain}.*`);
  return values.filter(({ text }) => text !== undefined).map(instanceOf);
}

export function instanceOf({ key, text }: StoredValue): Instance {
  const [domain = '', instance = ''] = key.split('.');
  try {
    return { domain, instance, status: text === undefined ? undefined : parseStored(instanceStatusSchema, key, text) };
  } catch (error) {
    return { domain, instance, status: undefined, problem: messageOf(error) };
  }
}
