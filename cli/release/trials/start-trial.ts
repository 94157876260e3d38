import { sha256 } from '../../../bundles/format/digest.js';
import { type Deployment, type DeploymentNote, writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import { type Trial, trialText } from '../../../bundles/lifecycle/trials/trial.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { NluError } from '../../../serving/errors.js';
import { type CountedPlace, isEnough, nameCandidate, type RolloutOptions } from '../publication/candidate.js';
import { followDeployment, type Reached } from '../publication/follow.js';
import { warmthOf } from '../publication/outcome.js';
import { outcomesOf, type Rollout } from '../publication/roll-out.js';

/** A trial to be begun. */
export interface PlannedTrial {
  readonly plan: Trial;
  /** How long it lasts, in ms, unless it is ended before. */
  readonly lastsMs: number;
}

/** A trial that was begun. `deployed` and `isServed` tell of it as of a deployment. */
export interface StartedTrial extends Rollout {
  readonly trial: Trial;
  /** RFC 3339. */
  readonly expires: string;
}

/**
 * Checks that a version can be tried beside what is deployed.
 * @throws NluError FAILED_PRECONDITION where nothing is, or that version already
 */
export function checkTriable(domain: string, version: string, active: Deployment | undefined): void {
  if (!active) {
    const fix = `there is nothing to try ${version} beside; deploy it without --shadow and --share`;
    throw new NluError('FAILED_PRECONDITION', `${domain}: nothing is deployed yet: ${fix}`);
  }
  if (active.version !== version) return;
  throw new NluError('FAILED_PRECONDITION', `${domain}: ${version} is the active version; there is nothing to try`);
}

/**
 * Has the replicas hold a version warm, and then try it: all begin at once, when the quorum holds it. Another candidate, and
 * with it another trial, ends.
 * @throws NluError FAILED_PRECONDITION when too few replicas come to hold it, or another deployer was faster: nothing is tried
 *   then
 */
export async function startTrial(
  stores: NatsStores,
  domain: string,
  note: DeploymentNote,
  place: CountedPlace,
  options: RolloutOptions,
  { plan, lastsMs }: PlannedTrial,
): Promise<StartedTrial> {
  const { counter, signWith } = place;
  const { version, digest } = note;
  const { quorum, timeoutMs, onProgress = () => {} } = options;
  const key = candidateKey(domain);
  const held = quorum === 0 ? undefined : await nameCandidate(stores, domain, note, place, options);
  const expires = new Date(Date.now() + lastsMs).toISOString();
  const text = writeDeployment({ domain, counter, stage: 'candidate', expires, trial: plan, ...note }, signWith);
  const revision = held ?? (await stores.getKey('nlu-deployments', key))?.revision ?? 0;
  await stores.swapKey('nlu-deployments', key, text, revision).catch((cause: NluError) => {
    if (cause.code !== 'FAILED_PRECONDITION') throw cause;
    throw new NluError('FAILED_PRECONDITION', 'another deployer named a candidate meanwhile; nothing is tried', {
      cause,
    });
  });
  const deployed = { domain, version, digest, counter, record: sha256(text) };
  const following = { quorum, timeoutMs, onProgress, judge: warmthOf };
  const reached = quorum === 0 ? new Map<string, Reached>() : await followDeployment(stores, deployed, following);
  const isServed = isEnough(reached, quorum);
  return { deployed, text, replicas: outcomesOf(reached), isServed, trial: plan, expires };
}

/** What `deploy` says of a trial that was begun. */
export function startedText(
  { domain, version }: Pick<StartedTrial['deployed'], 'domain' | 'version'>,
  { trial, expires = '' }: { readonly trial: Trial; readonly expires?: string | undefined },
  before: string | undefined,
): string {
  const next = `\`trial ${domain}\` shows it, \`promote ${domain}\` deploys it, \`withdraw ${domain}\` ends it`;
  return `${domain}: ${version} is tried beside ${before} as ${trialText(trial)}, until ${expires}\n${next}`;
}
