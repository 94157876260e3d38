import type { Envelope } from '../../format/envelope.js';
import type { Releasable } from '../handle.js';
import type { Target } from '../source.js';
import type { VersionLease, VersionRecord } from '../version-record.js';
import type { Trial } from './trial.js';

/** A trial that is under way: its candidate is loaded, and passed every check. */
export interface RunningTrial<S, M> {
  readonly plan: Trial;
  readonly version: string;
  readonly digest: string;
  /** The version that it is tried beside. */
  readonly active: { readonly version: string; readonly digest: string };
  /** Leases the candidate, which stays loaded until the lease ends. */
  lease(): VersionLease<S, M>;
}

/**
 * The trial of a candidate; undefined where it is for none, has expired, or is not loaded with its digest.
 * @param now Unix time in ms
 */
export function runningTrial<S extends Releasable, M extends Envelope>(
  { trial, version, digest }: Target,
  record: VersionRecord<S, M>,
  active: VersionRecord<S, M>,
  now: number,
): RunningTrial<S, M> | undefined {
  if (!trial || digest === undefined || record.digest !== digest || !record.isWarm) return undefined;
  if (trial.expiresMs !== undefined && trial.expiresMs <= now) return undefined;
  const beside = { version: active.target.version, digest: active.digest ?? '' };
  return { plan: trial.plan, version, digest, active: beside, lease: () => record.lease() };
}
