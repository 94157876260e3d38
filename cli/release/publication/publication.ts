import { ConstantBackoff, handleType, retry } from 'cockatiel';
import type { Envelope } from '../../../bundles/format/envelope.js';
import { DEFAULT_LIMITS } from '../../../bundles/format/limits.js';
import { type Deployment, deploymentSchema, parseStored } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { messageOf, NluError } from '../../../serving/errors.js';

/** One deployment of a domain, with its place in the order of all. */
export interface Deployed {
  readonly revision: number;
  /** Undefined when the key holds nothing (it was removed) and when its value cannot be read. */
  readonly deployment: Deployment | undefined;
  /** Why the value cannot be read. */
  readonly problem?: string;
}

/** A server that restarts is back within seconds; a deploy must survive that. */
const persistently = retry(
  handleType(NluError, (error) => error.code === 'UNAVAILABLE'),
  { maxAttempts: 60, backoff: new ConstantBackoff(500) },
);

/**
 * Stores a bundle under `<domain>/<version>`, unless it is there already.
 * @throws NluError FAILED_PRECONDITION when other bytes are stored under that name: a version is one bundle for ever
 */
export async function storeBundle(
  stores: NatsStores,
  { domain, version }: Pick<Envelope, 'domain' | 'version'>,
  bytes: Uint8Array,
): Promise<void> {
  const name = `${domain}/${version}`;
  await persistently.execute(async () => {
    const there = await stores.getBundle(name, DEFAULT_LIMITS.fileBytes);
    if (!there) return stores.putBundle(name, bytes);
    if (Buffer.compare(there, bytes) === 0) return;
    throw new NluError(
      'FAILED_PRECONDITION',
      `${name} is stored already with other contents; give this one another version`,
    );
  });
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
 * Makes `deployment` the current one, if `before` still is.
 * @returns its revision
 * @throws NluError FAILED_PRECONDITION, naming the winner, when another deployer was faster
 */
export async function deployAfter(
  stores: NatsStores,
  domain: string,
  before: Deployed,
  deployment: Deployment,
): Promise<number> {
  const text = JSON.stringify(deployment);
  return persistently.execute(async () => {
    try {
      return await stores.swapKey('nlu-deployments', domain, text, before.revision);
    } catch (error) {
      if (!(error instanceof NluError)) throw error;
      // A connection that broke during the write leaves open whether it happened; the key tells.
      const now = await stores.getKey('nlu-deployments', domain);
      if (now?.text === text) return now.revision;
      if (error.code !== 'FAILED_PRECONDITION') throw error;
      const other = now && deployedOf(domain, now.revision, now.text).deployment;
      const who = other ? `${other.who} deployed ${other.version} meanwhile` : 'the deployment was removed meanwhile';
      throw new NluError('FAILED_PRECONDITION', `${domain}: ${who}; nothing was changed`, { cause: error });
    }
  });
}

function deployedOf(domain: string, revision: number, text: string | undefined): Deployed {
  if (text === undefined) return { revision, deployment: undefined };
  try {
    return { revision, deployment: parseStored(deploymentSchema, domain, text) };
  } catch (error) {
    return { revision, deployment: undefined, problem: messageOf(error) };
  }
}
