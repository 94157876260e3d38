import { setInterval } from 'node:timers/promises';
import { sha256 } from '../../../bundles/format/digest.js';
import { type DeploymentNote, writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { messageOf, NluError } from '../../../serving/errors.js';
import { followDeployment, isGood, type Reached, type ReplicaProgress } from './follow.js';
import { liveInstances } from './instances.js';
import { type Followed, type Outcome, warmthOf } from './outcome.js';
import { type Deployed, deployAfter, type Place } from './publication.js';

/** Time between two looks at whether another deployer has named a candidate meanwhile, in ms. */
const LOOK_EVERY_MS = 500;

/** How long a candidate stands after its deployer has given it up, or died: the clocks of replicas may be wrong by so much. */
const CLOCKS_APART_MS = 600_000;

/** How a deployment reaches the replicas. */
export interface RolloutOptions {
  /** Replicas that must hold the candidate warm before it is deployed, and then serve it; absent: every live one. */
  readonly quorum?: number | undefined;
  /** The longest to wait for them, before and after. */
  readonly timeoutMs: number;
  readonly onProgress?: (progress: ReplicaProgress) => void;
}

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
 * Checks that somebody is there to deploy for.
 * @throws NluError FAILED_PRECONDITION without a live replica, unless a quorum of 0 says that none is needed
 */
export async function checkLive(stores: NatsStores, domain: string, quorum: number | undefined): Promise<void> {
  if (quorum === 0 || (await liveInstances(stores, domain)).length > 0) return;
  const fix = 'start one, or deploy for those to come with --quorum 0';
  throw new NluError('FAILED_PRECONDITION', `no live replica of ${domain}; nothing was deployed: ${fix}`);
}

/**
 * Names a candidate, waits until the replicas hold it warm, makes it the current deployment, and follows them until they
 * serve it.
 * @throws NluError FAILED_PRECONDITION when too few replicas come to hold it, or another deployer was faster: nothing was
 *   deployed then
 */
export async function rollOut(
  stores: NatsStores,
  domain: string,
  before: Deployed,
  note: DeploymentNote,
  place: Required<Pick<Place, 'counter'>> & Place,
  options: RolloutOptions,
): Promise<Rollout> {
  const { counter, signWith } = place;
  const { version, digest } = note;
  if (options.quorum !== 0) await warmUp(stores, { domain, version, digest, counter }, note, place, options);
  const text = writeDeployment({ domain, counter, stage: 'active', ...note }, signWith);
  await deployAfter(stores, domain, before, note, place);
  const deployed = { domain, version, digest, counter, record: sha256(text) };
  try {
    const reached = options.quorum === 0 ? new Map<string, Reached>() : await followed(stores, deployed, options);
    await stores.removeKey('nlu-deployments', candidateKey(domain));
    const replicas = Object.fromEntries([...reached].map(([instance, { outcome }]) => [instance, outcome]));
    return { deployed, text, replicas, isServed: isEnough(reached, options.quorum) };
  } catch (error) {
    return { deployed, text, replicas: {}, isServed: false, problem: messageOf(error) };
  }
}

async function warmUp(
  stores: NatsStores,
  named: Omit<Followed, 'record'>,
  note: DeploymentNote,
  { counter, signWith }: Required<Pick<Place, 'counter'>> & Place,
  options: RolloutOptions,
): Promise<void> {
  const { domain, version } = named;
  await checkLive(stores, domain, options.quorum);
  const expires = new Date(Date.now() + options.timeoutMs + CLOCKS_APART_MS).toISOString();
  const text = writeDeployment({ domain, counter, stage: 'candidate', expires, ...note }, signWith);
  const key = candidateKey(domain);
  await stores.putKey('nlu-deployments', key, text);
  const ended = new AbortController();
  const rival = rivalOf(stores, key, text, ended.signal);
  const candidate = { ...named, record: sha256(text) };
  const followOptions = { ...options, judge: warmthOf, signal: ended.signal };
  const reached = await Promise.race([followed(stores, candidate, followOptions), rival]).finally(() => ended.abort());
  if (isEnough(reached, options.quorum)) return;
  await stores.removeKey('nlu-deployments', key);
  const warm = [...reached.values()].filter(({ outcome }) => isGood(outcome)).length;
  const asked =
    options.quorum === undefined ? 'all are asked for (--quorum N asks for N)' : `${options.quorum} are needed`;
  const lines = [...reached]
    .filter(([, { outcome }]) => !isGood(outcome))
    .map(([instance, { outcome, reason }]) => `\n  ${domain}.${instance}  ${outcome}${reason && `  ${reason}`}`);
  throw new NluError(
    'FAILED_PRECONDITION',
    `${domain}/${version} was not deployed: of ${reached.size} live replicas ${warm} hold it warm, and ${asked}${lines.join('')}`,
  );
}

function followed(
  stores: NatsStores,
  record: Followed,
  { onProgress = () => {}, ...options }: RolloutOptions & { judge?: typeof warmthOf; signal?: AbortSignal },
): Promise<Map<string, Reached>> {
  return followDeployment(stores, record, { ...options, onProgress });
}

/** Whether the quorum has a good outcome; without one, whether all have that are not gone, and there are any. */
function isEnough(reached: ReadonlyMap<string, Reached>, quorum: number | undefined): boolean {
  const live = [...reached.values()].filter(({ outcome }) => outcome !== 'gone');
  const good = live.filter(({ outcome }) => isGood(outcome)).length;
  return quorum === undefined ? live.length > 0 && good === live.length : good >= quorum;
}

/** Rejects when somebody else's candidate takes the place of ours: replicas warm one at a time. */
async function rivalOf(stores: NatsStores, key: string, ours: string, signal: AbortSignal): Promise<never> {
  const looks = setInterval(LOOK_EVERY_MS, undefined, { signal });
  try {
    for await (const _ of looks) {
      const now = await stores.getKey('nlu-deployments', key).catch(() => undefined);
      if (now?.text === undefined || now.text === ours) continue;
      throw new NluError('FAILED_PRECONDITION', 'another deployer named a candidate meanwhile; nothing was deployed');
    }
  } catch (error) {
    if (error instanceof NluError) throw error;
  }
  return new Promise<never>(() => {});
}
