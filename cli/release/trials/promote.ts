import type { KeyObject } from 'node:crypto';
import { trialText } from '../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { NluError } from '../../../serving/errors.js';
import type { RolloutOptions } from '../publication/candidate.js';
import { type Rollout, rollOut } from '../publication/roll-out.js';
import { standingOf, trustOfDeployer } from '../publication/standing.js';
import { standingTrial } from './standing-trial.js';

/** Whose trial to end, who does it, and why. */
export interface TrialRequest {
  readonly domain: string;
  readonly who: string;
  /** Empty: that it was tried, and how. */
  readonly why: string;
  readonly signWith?: KeyObject | undefined;
}

export interface PromoteRequest extends TrialRequest {
  /** The record that this deployer wrote last for the domain, if it kept it. */
  readonly own?: string | undefined;
  readonly rollout: RolloutOptions;
}

export interface PromoteResult extends Rollout {
  /** The version that was active. */
  readonly before: string | undefined;
  /** What is not as it should be in the store, for people. */
  readonly notes: readonly string[];
}

/**
 * Deploys the version that is tried. Its gates were run before the trial. Where the replicas do not hold it, the trial goes on.
 * @throws NluError FAILED_PRECONDITION where no trial is under way, another signed it, too few replicas hold it, or another
 *   deployer was faster; INVALID_ARGUMENT for a quorum of 0
 */
export async function promote(
  stores: NatsStores,
  { domain, who, why, signWith, own, rollout }: PromoteRequest,
  now: Date,
): Promise<PromoteResult> {
  if (rollout.quorum === 0) {
    const rule = 'what is promoted is what replicas have tried; ask for 1 at least, or leave it out';
    throw new NluError('INVALID_ARGUMENT', `--quorum 0: ${rule}`);
  }
  const trust = trustOfDeployer(signWith);
  const { before, notes } = await standingOf(stores, domain, trust, own);
  const { deployment, text, plan, signer } = await standingTrial(
    stores,
    domain,
    before.deployment,
    trust,
    now.getTime(),
  );
  if (signWith && signer === undefined) {
    const fix = 'promote it with the key that began it, or deploy the bundle';
    throw new NluError(
      'FAILED_PRECONDITION',
      `${domain}: the key of --sign-with did not sign the trial of ${deployment.version}; ${fix}`,
    );
  }
  const { version, digest, object, gates, forced, counter } = deployment;
  const tried = `after a trial as ${trialText(plan)} since ${deployment.when}`;
  const note = {
    ...{ version, digest, who, when: now.toISOString(), why: why === '' ? tried : `${why} (${tried})` },
    ...(object !== undefined && { object }),
    ...(gates && { gates }),
    ...(forced && { forced }),
  };
  const done = await rollOut(stores, domain, before, note, { counter, signWith }, rollout, text);
  return { ...done, before: before.deployment?.version, notes };
}
