import type { KeyObject } from 'node:crypto';
import { deploymentText } from '../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import { messageOf, NluError } from '../../serving/errors.js';
import type { RolloutOptions } from './publication/candidate.js';
import { deployedBundle, deploymentHistory } from './publication/publication.js';
import { type Rollout, rollOut } from './publication/roll-out.js';
import { rollbackTarget } from './publication/rollback-target.js';
import { standingOf, trustOfDeployer } from './publication/standing.js';
import { endedTrialNotes } from './trials/standing-trial.js';

/** What to go back from, and who asks for it. */
export interface RollbackRequest {
  readonly domain: string;
  /** The version to make active again; absent: the one before the current. */
  readonly to?: string | undefined;
  readonly who: string;
  /** Empty: that it is a rollback, and from what. */
  readonly why: string;
  readonly signWith?: KeyObject | undefined;
  /** The record that this deployer wrote last for the domain, if it kept it. */
  readonly own?: string | undefined;
  readonly rollout: RolloutOptions;
  /** Counter of the deployment that whoever asks saw standing; absent: whichever stands. */
  readonly seen?: number | undefined;
}

export interface RollbackResult extends Rollout {
  /** The version that was active; undefined where it cannot be read. */
  readonly before: string | undefined;
  /** What is not as it should be in the store, for people. */
  readonly notes: readonly string[];
}

/**
 * Makes an earlier version active again. No gates are run.
 * @throws NluError FAILED_PRECONDITION where there is none to go back to, too few replicas come to hold it, or another
 *   deployment stands than the one that was seen
 */
export async function rollBack(
  stores: NatsStores,
  { domain, to, who, why, signWith, own, rollout, seen }: RollbackRequest,
  now: Date,
): Promise<RollbackResult> {
  const { before, counter, notes: found } = await standingOf(stores, domain, trustOfDeployer(signWith), own);
  if (seen !== undefined && (before.deployment?.counter ?? 0) !== seen) {
    const standing = before.deployment ? deploymentText(before.deployment) : 'nothing';
    const problem = `${domain}: deployed is ${standing}, and not what you saw (number ${seen}); nothing was changed`;
    throw new NluError('FAILED_PRECONDITION', problem);
  }
  const notes = [...found, ...(await endedTrialNotes(stores, domain, before.deployment, now.getTime()))];
  const target = rollbackTarget(await deploymentHistory(stores, domain), to);
  const { version, digest, object } = target;
  const missing = await deployedBundle(stores, target).then(
    () => undefined,
    (error: unknown) => messageOf(error),
  );
  if (missing !== undefined) notes.push(`${missing}: replicas that do not hold it already cannot serve it`);
  const from = before.deployment?.version;
  const reason = why === '' ? `rollback from ${from ?? 'what cannot be read'}` : why;
  const note = { version, digest, object, who, when: now.toISOString(), why: reason };
  const place = { counter: counter + 1, signWith };
  return { ...(await rollOut(stores, domain, before, note, place, rollout)), before: from, notes };
}
