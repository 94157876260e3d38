import type { NatsStores } from '../../../bundles/sources/nats/nats-stores.js';
import { STATUS_EXPIRES_MS } from '../../../bundles/sources/stored-value.js';
import { type Instance, instanceOf, liveInstances } from './instances.js';
import { type Followed, type Outcome, outcomeOf } from './outcome.js';

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
  /** How far a replica is by its status; absent: with a deployment. */
  readonly judge?: typeof outcomeOf;
  /** Following ends early when this many replicas have a good outcome. */
  readonly quorum?: number | undefined;
  /** Its abort ends following with what is known. */
  readonly signal?: AbortSignal;
}

/** A replica, and how far it came. */
export interface Reached {
  readonly outcome: Outcome;
  /** Why, for people. */
  readonly reason: string;
}

/** Time between two checks for replicas that report no more, in ms. */
const CHECK_EVERY_MS = 250;

/** Whether an outcome is what was hoped for. */
export function isGood(outcome: Outcome | undefined): boolean {
  return outcome === 'active' || outcome === 'warm';
}

/**
 * Follows a deployment, or a candidate, until every live replica has an outcome.
 * @returns the outcomes by instance; empty without replicas
 */
export async function followDeployment(
  stores: NatsStores,
  followed: Followed,
  { timeoutMs, onProgress, judge = outcomeOf, quorum = Number.POSITIVE_INFINITY, signal }: FollowOptions,
): Promise<Map<string, Reached>> {
  const begun = performance.now();
  const outcomes = new Map<string, Reached>();
  const reported = new Map<string, { atMs: number; state: string }>();
  let endIfAllHave = () => {};
  const report = (instance: string, state: string, reason: string, outcome: Outcome | undefined) => {
    const known = reported.get(instance);
    if (outcomes.has(instance)) return;
    if (outcome) outcomes.set(instance, { outcome, reason });
    if (known?.state !== state) onProgress({ instance, state, reason, afterMs: performance.now() - begun });
    reported.set(instance, { atMs: performance.now(), state });
    endIfAllHave();
  };
  const take = ({ instance, status, problem }: Instance) => {
    if (problem !== undefined) return report(instance, 'unreadable', problem, undefined);
    if (!status) return report(instance, 'gone', 'it stopped', 'gone');
    const { state, reason, outcome } = judge(status, followed);
    report(instance, state, reason, outcome);
  };
  const watch = () =>
    stores.watch('nlu-status', `${followed.domain}.*`, (value) => take(instanceOf(value))).catch(() => () => {});
  for (const instance of await liveInstances(stores, followed.domain)) take(instance);
  let stop = await watch();
  let isOver = false;
  const stopRewatching = stores.onUp(() => {
    // The watch ended with the connection. A replica that was cut off too could not renew its status: its time begins again.
    for (const [instance, { state }] of reported) reported.set(instance, { atMs: performance.now(), state });
    void watch().then((next) => {
      stop = next;
      if (isOver) next();
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
      const good = [...outcomes.values()].filter(({ outcome }) => isGood(outcome)).length;
      if (outcomes.size < reported.size && good < quorum && !signal?.aborted) return;
      clearInterval(timer);
      resolve();
    };
    signal?.addEventListener('abort', endIfAllHave, { once: true });
    endIfAllHave();
  });
  isOver = true;
  stopRewatching();
  stop();
  return outcomes;
}
