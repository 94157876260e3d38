import type { InstanceStatus } from '../../../bundles/lifecycle/instance-status.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { STATUS_EXPIRES_MS } from '../../../bundles/sources/stored-value.js';
import { type Instance, instanceOf, liveInstances } from './instances.js';

/** The deployment to follow. */
export interface Followed {
  readonly domain: string;
  readonly version: string;
  readonly digest: string;
  readonly counter: number;
}

/**
 * What became of the deployment at a replica: `active`, it serves it; `refused`; `superseded`, it knows a later deployment;
 * `gone`, it stopped or died; `silent`, none of these within the time given.
 */
export type Outcome = 'active' | 'refused' | 'superseded' | 'gone' | 'silent';

export interface ReplicaProgress {
  readonly instance: string;
  /** A state of the life cycle, or at the end an outcome. */
  readonly state: string;
  readonly reason: string;
  /** Time since following began, in ms. */
  readonly afterMs: number;
}

export interface FollowOptions {
  readonly timeoutMs: number;
  readonly onProgress: (progress: ReplicaProgress) => void;
}

/** Time between two checks for replicas that report no more, in ms. */
const CHECK_EVERY_MS = 250;

/** How far a replica is with a deployment by its status; the outcome is undefined while it is on its way. */
export function outcomeOf(
  { counter, versions }: InstanceStatus,
  followed: Followed,
): { readonly state: string; readonly reason: string; readonly outcome: Outcome | undefined } {
  if (counter > followed.counter) return { state: 'superseded', reason: '', outcome: 'superseded' };
  const version = versions.find((known) => known.version === followed.version);
  // A status from before the deployment may know the version from an earlier one.
  if (counter < followed.counter || !version) return { state: 'waiting', reason: '', outcome: undefined };
  if (version.state !== 'fetching' && version.digest !== undefined && version.digest !== followed.digest) {
    const other = `it has another bundle under this version, with digest ${version.digest}`;
    return { state: 'refused', reason: other, outcome: 'refused' };
  }
  const { state, check, reason } = version;
  if (state === 'active') return { state, reason, outcome: 'active' };
  if (state === 'refused') return { state, reason: `${check} check: ${reason}`, outcome: 'refused' };
  return { state, reason, outcome: undefined };
}

/**
 * Follows a deployment until every live replica has an outcome.
 * @returns the outcomes by instance; empty without replicas
 */
export async function followDeployment(
  stores: NatsStores,
  followed: Followed,
  { timeoutMs, onProgress }: FollowOptions,
): Promise<Map<string, Outcome>> {
  const begun = performance.now();
  const outcomes = new Map<string, Outcome>();
  const reported = new Map<string, { atMs: number; state: string }>();
  let endIfAllHave = () => {};
  const report = (instance: string, state: string, reason: string, outcome: Outcome | undefined) => {
    const known = reported.get(instance);
    if (outcomes.has(instance)) return;
    if (outcome) outcomes.set(instance, outcome);
    if (known?.state !== state) onProgress({ instance, state, reason, afterMs: performance.now() - begun });
    reported.set(instance, { atMs: performance.now(), state });
    endIfAllHave();
  };
  const take = ({ instance, status, problem }: Instance) => {
    if (problem !== undefined) return report(instance, 'unreadable', problem, undefined);
    if (!status) return report(instance, 'gone', 'it stopped', 'gone');
    const { state, reason, outcome } = outcomeOf(status, followed);
    report(instance, state, reason, outcome);
  };
  const watch = () =>
    stores.watch('nlu-status', `${followed.domain}.*`, (value) => take(instanceOf(value))).catch(() => () => {});
  for (const instance of await liveInstances(stores, followed.domain)) take(instance);
  let stop = await watch();
  stores.onUp(() => {
    // The watch ended with the connection. A replica that was cut off too could not renew its status: its time begins again.
    for (const [instance, { state }] of reported) reported.set(instance, { atMs: performance.now(), state });
    void watch().then((next) => {
      stop = next;
    });
  });
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      for (const [instance, { atMs }] of reported) {
        if (now - atMs > STATUS_EXPIRES_MS) report(instance, 'gone', 'its status expired', 'gone');
        if (now - begun > timeoutMs) report(instance, 'silent', `no outcome after ${timeoutMs} ms`, 'silent');
      }
    }, CHECK_EVERY_MS);
    endIfAllHave = () => {
      if (outcomes.size < reported.size) return;
      clearInterval(timer);
      resolve();
    };
    endIfAllHave();
  });
  stop();
  return outcomes;
}
