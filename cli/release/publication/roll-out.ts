import { sha256 } from '../../../bundles/format/digest.js';
import { type DeploymentNote, writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { messageOf } from '../../../serving/errors.js';
import { type CountedPlace, heldWarm, isEnough, nameCandidate, type RolloutOptions } from './candidate.js';
import { followDeployment, type Reached } from './follow.js';
import type { Followed, Outcome } from './outcome.js';
import { type Deployed, deployAfter } from './publication.js';

/** What became of a deployment that was made. */
export interface Rollout {
  readonly deployed: Followed;
  /** The record as it was written. */
  readonly text: string;
  /** Outcomes by replica. */
  readonly replicas: Readonly<Record<string, Outcome>>;
  /** Whether every live replica serves it, or the quorum that was asked for. */
  readonly isServed: boolean;
  /** Why that cannot be told. */
  readonly problem?: string;
}

/**
 * Names a candidate, waits until the replicas hold it warm, makes it the current deployment, and follows them until they
 * serve it.
 * @param standing the record of the candidate where one stands already, as after a trial
 * @throws NluError FAILED_PRECONDITION when too few replicas come to hold it, or another deployer was faster: nothing was
 *   deployed then
 */
export async function rollOut(
  stores: NatsStores,
  domain: string,
  before: Deployed,
  note: DeploymentNote,
  place: CountedPlace,
  options: RolloutOptions,
  standing?: string,
): Promise<Rollout> {
  const { counter, signWith } = place;
  const { version, digest } = note;
  if (standing !== undefined) await heldWarm(stores, standing, { domain, version, digest, counter }, options);
  else if (options.quorum !== 0) await nameCandidate(stores, domain, note, place, options);
  const text = writeDeployment({ domain, counter, stage: 'active', ...note }, signWith);
  await deployAfter(stores, domain, before, note, place);
  const deployed = { domain, version, digest, counter, record: sha256(text) };
  try {
    const { quorum, timeoutMs, onProgress = () => {} } = options;
    const reached =
      quorum === 0
        ? new Map<string, Reached>()
        : await followDeployment(stores, deployed, { quorum, timeoutMs, onProgress });
    await stores.removeKey('nlu-deployments', candidateKey(domain));
    return { deployed, text, replicas: outcomesOf(reached), isServed: isEnough(reached, quorum) };
  } catch (error) {
    return { deployed, text, replicas: {}, isServed: false, problem: messageOf(error) };
  }
}

/** Outcomes by replica. */
export function outcomesOf(reached: ReadonlyMap<string, Reached>): Readonly<Record<string, Outcome>> {
  return Object.fromEntries([...reached].map(([instance, { outcome }]) => [instance, outcome]));
}
