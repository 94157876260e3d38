import { ANY_SIGNER, type Trust } from '../../../bundles/format/trust.js';
import { type Deployment, deploymentText, readDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { Trial } from '../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { NluError } from '../../../serving/errors.js';

/** The trial that stands in the store. */
export interface StandingTrial {
  /** The store's number of its record. */
  readonly revision: number;
  /** The record as it was written. */
  readonly text: string;
  readonly deployment: Deployment;
  readonly plan: Trial;
  /** The key that signed it, where that is one of those that were asked for. */
  readonly signer: string | undefined;
}

/** What a deployer should know of a trial that a deployment ends; none where none is under way. */
export async function endedTrialNotes(
  stores: NatsStores,
  domain: string,
  active: Deployment | undefined,
  now: number,
): Promise<string[]> {
  try {
    const { deployment } = await standingTrial(stores, domain, active, ANY_SIGNER, now);
    return [
      `this ends the trial of ${domain}/${deployment.version}, which ${deployment.who} began at ${deployment.when}`,
    ];
  } catch (error) {
    if (error instanceof NluError && error.code === 'FAILED_PRECONDITION') return [];
    throw error;
  }
}

/**
 * The trial of a domain that is under way.
 * @param active the current deployment, which ends trials of its counter and of lower ones
 * @param now Unix time in ms
 * @throws NluError FAILED_PRECONDITION where there is none, with what became of the last one, and who did it
 */
export async function standingTrial(
  stores: NatsStores,
  domain: string,
  active: Deployment | undefined,
  trust: Trust,
  now: number,
): Promise<StandingTrial> {
  const value = await stores.getKey('nlu-deployments', candidateKey(domain));
  const none = (why: string) => new NluError('FAILED_PRECONDITION', `${domain}: no trial is under way${why}`);
  if (value?.text === undefined) throw none(active ? `; active is ${deploymentText(active)}` : '');
  const anyone = { ...trust, allowUnsigned: true, allowUnknown: true };
  const { deployment, signer } = readDeployment(domain, value.text, anyone);
  const { version, trial, withdrawn, expires, counter } = deployment;
  if (!trial) throw none(`; ${version} is being deployed by ${deployment.who}`);
  const ended = `: that of ${version}`;
  if (active && active.counter >= counter) throw none(`${ended} was ended by ${deploymentText(active)}`);
  if (withdrawn) {
    const why = withdrawn.why && `: ${withdrawn.why}`;
    throw none(`${ended} was withdrawn by ${withdrawn.who} at ${withdrawn.when}${why}`);
  }
  if (expires !== undefined && Date.parse(expires) <= now) throw none(`${ended} expired at ${expires}`);
  return { revision: value.revision, text: value.text, deployment, plan: trial, signer };
}
