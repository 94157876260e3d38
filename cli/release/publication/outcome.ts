import type { InstanceStatus } from '../../../bundles/lifecycle/instance-status.js';

/** The record of a deployment whose replicas are followed. */
export interface Followed {
  readonly domain: string;
  readonly version: string;
  readonly digest: string;
  readonly counter: number;
  /** SHA-256 of the record as it was written, by which replicas name it when they refuse it. */
  readonly record?: string;
}

/**
 * What became of a record at a replica: `warm`, it could serve the candidate at once; `active`, it serves the deployment;
 * `refused`; `superseded`, it follows a later deployment; `gone`, it stopped or died; `silent`, none of these within the
 * time given.
 */
export type Outcome = 'warm' | 'active' | 'refused' | 'superseded' | 'gone' | 'silent';

/** How far a replica is by its status; the outcome is undefined while it is on its way. */
export interface Progress {
  /** A state of the life cycle, or an outcome. */
  readonly state: string;
  readonly reason: string;
  readonly outcome: Outcome | undefined;
}

const WAITING: Progress = { state: 'waiting', reason: '', outcome: undefined };

/** How far a replica is with a deployment. */
export function outcomeOf(status: InstanceStatus, followed: Followed): Progress {
  const { counter, versions } = status;
  if (counter > followed.counter) {
    return { state: 'superseded', reason: `it follows number ${counter}`, outcome: 'superseded' };
  }
  if (isRefused(status, followed)) return refused(status.refused?.problem ?? '');
  const version = versions.find((known) => known.version === followed.version);
  // A status from before the deployment may know the version from an earlier one.
  if (counter < followed.counter || !version) return WAITING;
  if (version.state !== 'fetching' && version.digest !== undefined && version.digest !== followed.digest) {
    return refused(`it has another bundle under this version, with digest ${version.digest}`);
  }
  return progressOf(version, version.state === 'active' ? 'active' : undefined);
}

/** How far a replica is with a candidate. */
export function warmthOf(status: InstanceStatus, followed: Followed): Progress {
  const { counter, versions, candidate } = status;
  if (counter >= followed.counter) {
    return { state: 'superseded', reason: `it follows number ${counter}`, outcome: 'superseded' };
  }
  if (isRefused(status, followed)) return refused(status.refused?.problem ?? '');
  if (candidate?.record !== followed.record) return WAITING;
  const version = versions.find((known) => known.version === followed.version);
  if (!version) return WAITING;
  if (version.digest !== followed.digest) {
    const other = `it serves another bundle under this version, with digest ${version.digest}`;
    return version.warm ? refused(other) : WAITING;
  }
  return progressOf(version, version.warm ? 'warm' : undefined);
}

function isRefused({ refused }: InstanceStatus, { record }: Followed): boolean {
  return refused !== undefined && refused.record === record;
}

function progressOf({ state, check, reason }: InstanceStatus['versions'][number], good: Outcome | undefined): Progress {
  if (good) return { state: good, reason, outcome: good };
  return state === 'refused' ? refused(`${check} check: ${reason}`) : { state, reason, outcome: undefined };
}

function refused(reason: string): Progress {
  return { state: 'refused', reason, outcome: 'refused' };
}
