import { sha256 } from '../../../bundles/format/digest.js';
import { type Deployment, writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { NluError } from '../../../serving/errors.js';
import { currentDeployment } from '../publication/publication.js';
import { trustOfDeployer } from '../publication/standing.js';
import type { TrialRequest } from './promote.js';
import { standingTrial } from './standing-trial.js';

/** What became of a trial that was withdrawn. */
export interface Withdrawn {
  /** The version that was tried. */
  readonly version: string;
  /** The version that serves, as before. */
  readonly active: string | undefined;
  readonly withdrawn: NonNullable<Deployment['withdrawn']>;
}

/**
 * Ends a trial: replicas let go of the candidate, and the active version answers everybody. The store keeps who did it and why
 * until the next candidate.
 * @throws NluError FAILED_PRECONDITION where no trial is under way, or it changed meanwhile
 */
export async function withdraw(
  stores: NatsStores,
  { domain, who, why, signWith }: TrialRequest,
  now: Date,
): Promise<Withdrawn> {
  const { deployment: active } = await currentDeployment(stores, domain);
  const trust = trustOfDeployer(signWith);
  const { deployment, revision, text: tried } = await standingTrial(stores, domain, active, trust, now.getTime());
  const withdrawn = { who, when: now.toISOString(), why, record: sha256(tried) };
  // Expired: replicas of releases that know nothing of a withdrawal let go of it as well.
  const text = writeDeployment({ ...deployment, expires: now.toISOString(), withdrawn }, signWith);
  await stores.swapKey('nlu-deployments', candidateKey(domain), text, revision).catch((cause: NluError) => {
    if (cause.code !== 'FAILED_PRECONDITION') throw cause;
    const problem = `${domain}: somebody changed the trial meanwhile; look at it again with \`trial ${domain}\``;
    throw new NluError('FAILED_PRECONDITION', problem, { cause });
  });
  return { version: deployment.version, active: active?.version, withdrawn };
}
