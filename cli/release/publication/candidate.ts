import { setInterval } from 'node:timers/promises';
import { sha256 } from '../../../bundles/format/digest.js';
import { type DeploymentNote, writeDeployment } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { candidateKey } from '../../../bundles/sources/stored-value.js';
import { NluError } from '../../../serving/errors.js';
import { followDeployment, isGood, type Reached, type ReplicaProgress } from './follow.js';
import { liveInstances } from './instances.js';
import { type Followed, warmthOf } from './outcome.js';
import type { Place } from './publication.js';

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

/** A place whose counter is known. */
export type CountedPlace = Required<Pick<Place, 'counter'>> & Place;

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
 * Names a candidate, and waits until the quorum holds it warm.
 * @returns the store's number of the candidate's record
 * @throws NluError FAILED_PRECONDITION when too few replicas come to hold it, or another deployer names one meanwhile: ours
 *   does not stand then
 */
export async function nameCandidate(
  stores: NatsStores,
  domain: string,
  note: DeploymentNote,
  { counter, signWith }: CountedPlace,
  options: RolloutOptions,
): Promise<number> {
  const { version, digest } = note;
  await checkLive(stores, domain, options.quorum);
  const expires = new Date(Date.now() + options.timeoutMs + CLOCKS_APART_MS).toISOString();
  const text = writeDeployment({ domain, counter, stage: 'candidate', expires, ...note }, signWith);
  const key = candidateKey(domain);
  const former = await stores.getKey('nlu-deployments', key);
  const revision = await stores.putKey('nlu-deployments', key, text);
  try {
    await heldWarm(stores, text, { domain, version, digest, counter }, options);
    return revision;
  } catch (error) {
    const now = await stores.getKey('nlu-deployments', key).catch(() => undefined);
    if (now?.text === text) await giveWay(stores, key, former?.text, now.revision);
    throw error;
  }
}

/**
 * Takes a candidate back that was not held, and lets the one before stand again: a deployment that failed ends nobody's trial.
 * It expires soon where that cannot be written.
 */
async function giveWay(stores: NatsStores, key: string, former: string | undefined, revision: number): Promise<void> {
  const back =
    former === undefined
      ? stores.removeKey('nlu-deployments', key)
      : stores.swapKey('nlu-deployments', key, former, revision);
  await back.catch(() => {});
}

/**
 * Waits until the quorum holds a candidate warm.
 * @param text its record as it stands
 * @throws NluError FAILED_PRECONDITION when too few replicas come to hold it, or another deployer names one meanwhile
 */
export async function heldWarm(
  stores: NatsStores,
  text: string,
  named: Omit<Followed, 'record'>,
  options: RolloutOptions,
): Promise<void> {
  const { domain, version } = named;
  const ended = new AbortController();
  const rival = rivalOf(stores, candidateKey(domain), text, ended.signal);
  const candidate = { ...named, record: sha256(text) };
  const following = followDeployment(stores, candidate, {
    ...{ timeoutMs: options.timeoutMs, quorum: options.quorum, onProgress: options.onProgress ?? (() => {}) },
    ...{ judge: warmthOf, signal: ended.signal },
  });
  const reached = await Promise.race([following, rival]).finally(() => ended.abort());
  if (isEnough(reached, options.quorum)) return;
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

/** Whether the quorum has a good outcome; without one, whether all have that are not gone, and there are any. */
export function isEnough(reached: ReadonlyMap<string, Reached>, quorum: number | undefined): boolean {
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
