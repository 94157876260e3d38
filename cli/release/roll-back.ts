import type { KeyObject } from 'node:crypto';
import type { NatsStores } from '../../bundles/sources/nats/nats-stores.js';
import type { RolloutOptions } from './publication/candidate.js';
import { deploymentHistory } from './publication/publication.js';
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
}

export interface RollbackResult extends Rollout {
  /** The version that was active; undefined where it cannot be read. */
  readonly before: string | undefined;
  /** What is not as it should be in the store, for people. */
  readonly notes: readonly string[];
}

/**
 * Makes an earlier version active again. No gates are run.
 * @throws NluError FAILED_PRECONDITION where there is none to go back to, or too few replicas come to hold it
 */
export async function rollBack(
  stores: NatsStores,
  { domain, to, who, why, signWith, own, rollout }: RollbackRequest,
  now: Date,
): Promise<RollbackResult> {
  const { before, counter, notes: found } = await standingOf(stores, domain, trustOfDeployer(signWith), own);
  const notes = [...found, ...(await endedTrialNotes(stores, domain, before.deployment, now.getTime()))];
  const { version, digest, object } = rollbackTarget(await deploymentHistory(stores, domain), to);
  const from = before.deployment?.version;
  const reason = why === '' ? `rollback from ${from ?? 'what cannot be read'}` : why;
  const note = { version, digest, object, who, when: now.toISOString(), why: reason };
  const place = { counter: counter + 1, signWith };
  return { ...(await rollOut(stores, domain, before, note, place, rollout)), before: from, notes };
}
