import type { InstanceStatus } from '../../../bundles/lifecycle/deployment.js';
import type { NatsStores } from '../../../bundles/sources/nats-stores.js';
import { STATUS_EXPIRES_MS } from '../../../bundles/sources/stored-value.js';
import { type Instance, instanceOf, liveInstances } from './instances.js';

/** The deployment whose way is followed. */
export interface Followed {
  readonly domain: string;
  readonly version: string;
  readonly revision: number;
}

/**
 * What a replica made of it: it serves it, it refused it, it was told of a later one, it stopped or died, or it did not
 * say within the time given.
 */
export type Outcome = 'active' | 'refused' | 'superseded' | 'gone' | 'silent';

export interface ReplicaProgress {
  readonly instance: string;
  /** A state of the life cycle on the way, an outcome at the end. */
  readonly state: string;
  readonly reason: string;
  /** Since the following began. */
  readonly afterMs: number;
}

export interface FollowOptions {
  readonly timeoutMs: number;
  readonly onProgress: (progress: ReplicaProgress) => void;
}

/** How often it is looked whether a replica fell silent. */
const LOOK_EVERY_MS = 250;

/** What a status says of a deployment; undefined outcome: on its way. */
export function outcomeOf(
  { revision, versions }: InstanceStatus,
  followed: Followed,
): { readonly state: string; readonly reason: string; readonly outcome: Outcome | undefined } {
  if (revision > followed.revision) return { state: 'superseded', reason: '', outcome: 'superseded' };
  const version = versions.find((known) => known.version === followed.version);
  // A status from before the deployment may know the version from an earlier one.
  if (revision < followed.revision || !version) return { state: 'waiting', reason: '', outcome: undefined };
  const { state, check, reason } = version;
  if (state === 'active') return { state, reason, outcome: 'active' };
  if (state === 'refused') return { state, reason: `${check} check: ${reason}`, outcome: 'refused' };
  return { state, reason, outcome: undefined };
}

/** Follows a deployment until every live replica has an outcome. Resolves to them by instance; empty without replicas. */
export async function followDeployment(
  stores: NatsStores,
  followed: Followed,
  { timeoutMs, onProgress }: FollowOptions,
): Promise<Map<string, Outcome>> {
  const begun = performance.now();
  const outcomes = new Map<string, Outcome>();
  const heard = new Map<string, { at: number; told: string }>();
  let endIfAllHave = () => {};
  const tell = (instance: string, state: string, reason: string, outcome: Outcome | undefined) => {
    const known = heard.get(instance);
    if (outcomes.has(instance)) return;
    if (outcome) outcomes.set(instance, outcome);
    if (known?.told !== state) onProgress({ instance, state, reason, afterMs: performance.now() - begun });
    heard.set(instance, { at: performance.now(), told: state });
    endIfAllHave();
  };
  const take = ({ instance, status }: Instance) => {
    if (!status) return tell(instance, 'gone', 'it stopped', 'gone');
    const { state, reason, outcome } = outcomeOf(status, followed);
    tell(instance, state, reason, outcome);
  };
  const watch = () =>
    stores.watch('nlu-status', `${followed.domain}.*`, (value) => take(instanceOf(value))).catch(() => () => {});
  for (const instance of await liveInstances(stores, followed.domain)) take(instance);
  let stop = await watch();
  stores.onUp(() => {
    // What it watched ended with the connection. Whoever was cut off too could not renew: its time begins again.
    for (const [instance, { told }] of heard) heard.set(instance, { at: performance.now(), told });
    void watch().then((next) => {
      stop = next;
    });
  });
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      for (const [instance, { at }] of heard) {
        if (now - at > STATUS_EXPIRES_MS) tell(instance, 'gone', 'its status expired', 'gone');
        if (now - begun > timeoutMs) tell(instance, 'silent', `no outcome after ${timeoutMs} ms`, 'silent');
      }
    }, LOOK_EVERY_MS);
    endIfAllHave = () => {
      if (outcomes.size < heard.size) return;
      clearInterval(timer);
      resolve();
    };
    endIfAllHave();
  });
  stop();
  return outcomes;
}
