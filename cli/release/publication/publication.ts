import type { KeyObject } from 'node:crypto';
import { ConstantBackoff, handleType, retry } from 'cockatiel';
import { sha256 } from '../../../bundles/format/digest.js';
import { limitsOf } from '../../../bundles/format/limits.js';
import { ANY_SIGNER } from '../../../bundles/format/trust.js';
import {
  type Deployment,
  type DeploymentNote,
  readDeployment,
  writeDeployment,
} from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { objectName } from '../../../bundles/sources/stored-value.js';
import { messageOf, NluError } from '../../../serving/errors.js';

/** A value of a domain's key in nlu-deployments. */
export interface Deployed {
  /** The store's number of the value, by which a deployer sees that it was first. It begins anew with the store. */
  readonly revision: number;
  /** Undefined when the key holds nothing (it was removed) and when its value cannot be read. */
  readonly deployment: Deployment | undefined;
  /** Why the value cannot be read. */
  readonly problem?: string;
  /** The value as it stands there. */
  readonly text?: string;
}

/** A new record's place in the order of a domain's deployments, and who vouches for it. */
export interface Place {
  /** Absent: one more than the deployment before. */
  readonly counter?: number;
  /** Absent: the record is unsigned. */
  readonly signWith?: KeyObject | undefined;
}

/** A server that restarts is back within seconds; a deploy must survive that. */
const persistently = retry(
  handleType(NluError, (error) => error.code === 'UNAVAILABLE'),
  { maxAttempts: 60, backoff: new ConstantBackoff(500) },
);

/**
 * Stores a bundle's file under `<domain>/<SHA-256 of it>`, unless it is there already.
 * @returns the hash, for the deployment's `object`
 * @throws NluError FAILED_PRECONDITION when other bytes are stored under that name
 */
export async function storeBundle(stores: NatsStores, domain: string, bytes: Uint8Array): Promise<string> {
  const object = sha256(bytes);
  const name = `${domain}/${object}`;
  await persistently.execute(async () => {
    const there = await stores.getBundle(name, limitsOf(domain).fileBytes);
    if (!there) return stores.putBundle(name, bytes);
    if (sha256(there) === object) return;
    throw new NluError('FAILED_PRECONDITION', `${name} is stored with other contents than its name says; delete it`);
  });
  return object;
}

/**
 * The file of a deployed bundle.
 * @throws NluError NOT_FOUND when it is not stored, FAILED_PRECONDITION when another file stands under its name
 */
export async function deployedBundle(stores: NatsStores, deployment: Deployment): Promise<Uint8Array> {
  const { domain, version, object } = deployment;
  const name = objectName(domain, deployment);
  const bytes = await stores.getBundle(name, limitsOf(domain).fileBytes);
  if (!bytes) throw new NluError('NOT_FOUND', `${domain}/${version} is deployed, and its bundle is not stored`);
  if (object === undefined || sha256(bytes) === object) return bytes;
  throw new NluError('FAILED_PRECONDITION', `${name} is stored with other contents than its name says`);
}

/** The current deployment of a domain; before the first one, revision 0 and none. */
export async function currentDeployment(stores: NatsStores, domain: string): Promise<Deployed> {
  const value = await persistently.execute(() => stores.getKey('nlu-deployments', domain));
  if (!value) return { revision: 0, deployment: undefined };
  return deployedOf(domain, value.revision, value.text);
}

/** The deployments of a domain that its history keeps, oldest first. */
export async function deploymentHistory(stores: NatsStores, domain: string): Promise<Deployed[]> {
  const values = await persistently.execute(() => stores.history('nlu-deployments', domain));
  return values.map(({ revision, text }) => deployedOf(domain, revision, text));
}

/**
 * Writes the record of a deployment and makes it the current one, if `before` still is.
 * @returns its counter
 * @throws NluError FAILED_PRECONDITION, naming the winner, when another deployer was faster
 */
export async function deployAfter(
  stores: NatsStores,
  domain: string,
  before: Deployed,
  note: DeploymentNote,
  { counter = (before.deployment?.counter ?? 0) + 1, signWith }: Place = {},
): Promise<number> {
  const text = writeDeployment({ domain, counter, stage: 'active', ...note }, signWith);
  await persistently.execute(async () => {
    try {
      await stores.swapKey('nlu-deployments', domain, text, before.revision);
    } catch (error) {
      if (!(error instanceof NluError)) throw error;
      // A connection that broke during the write leaves open whether it happened; the key tells.
      const now = await stores.getKey('nlu-deployments', domain);
      if (now?.text === text) return;
      if (error.code !== 'FAILED_PRECONDITION') throw error;
      const other = now && deployedOf(domain, now.revision, now.text).deployment;
      const who = other ? `${other.who} deployed ${other.version} meanwhile` : 'the deployment was removed meanwhile';
      throw new NluError('FAILED_PRECONDITION', `${domain}: ${who}; nothing was changed`, { cause: error });
    }
  });
  return counter;
}

function deployedOf(domain: string, revision: number, text: string | undefined): Deployed {
  if (text === undefined) return { revision, deployment: undefined };
  try {
    return { revision, text, deployment: readDeployment(domain, text, ANY_SIGNER).deployment };
  } catch (error) {
    return { revision, text, deployment: undefined, problem: messageOf(error) };
  }
}
