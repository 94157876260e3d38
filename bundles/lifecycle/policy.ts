import type { Target } from './source.js';
import type { VersionState } from './version-state.js';

/** What the policy knows of one version. */
export interface VersionSnapshot {
  readonly version: string;
  readonly state: VersionState;
  /** The bundle's digest, where it is known. */
  readonly digest?: string | undefined;
  /** Whether it was loaded as a candidate: then it is not activated unless it is named for that. */
  readonly isCandidate?: boolean;
  /** Number of the target that the version was last fetched for, from 1. */
  readonly askedAt: number;
  /**
   * Number of the version's last activation, from 1; 0 when it never was active. Clocks go backwards, so it is a
   * count.
   */
  readonly activation: number;
}

/** The aspired version, by TensorFlow Serving's word: the latest target that the source named. */
export interface Aspiration {
  readonly target: Target;
  /** Number of targets that the source has named so far, this one included. */
  readonly askedAt: number;
}

/** The next step of a manager. */
export type Action =
  /** Fetch, verify and warm it. */
  | { readonly do: 'load'; readonly version: string; readonly isCandidate: boolean }
  /** Stop fetching it. */
  | { readonly do: 'abandon'; readonly version: string }
  /** Let requests use it. */
  | { readonly do: 'activate'; readonly version: string }
  /** Take no more requests that pin it, and release it after its last lease. */
  | { readonly do: 'release'; readonly version: string };

/**
 * The next action, or undefined when there is nothing to do. A pure function, called again after each action and each
 * change of a state.
 * - One version loads at a time, to hold as little in memory as possible. Targets that are named meanwhile replace each
 *   other, and only the last is loaded.
 * - A version that has passed its checks is activated, unless the target is active by then.
 * - The candidate is loaded when the target needs nothing more, and held warm; it is activated once it is the target, and
 *   released when it is neither.
 * - A kept version that is wanted again is activated without a new load.
 * - A refused version is loaded again only when it is named again.
 * - The last `keep` versions to be activated stay loaded, the active one included.
 * - Nothing is loaded while `resting`: requests come before deployments in quick succession.
 */
export function nextAction(
  snapshots: readonly VersionSnapshot[],
  aspiration: Aspiration | undefined,
  keep: number,
  resting = false,
  candidate: Aspiration | undefined = undefined,
): Action | undefined {
  const wanted = snapshots.find((snapshot) => isOf(snapshot, aspiration));
  for (const ready of snapshots.filter(isWarm)) {
    const { version } = ready;
    if (ready === wanted) return { do: 'activate', version };
    if (isOf(ready, candidate)) continue;
    return { do: ready.isCandidate || wanted?.state.name === 'active' ? 'release' : 'activate', version };
  }
  if (wanted?.state.name === 'retiring' && wanted.state.kept) return { do: 'activate', version: wanted.version };
  const surplus = loaded(snapshots)[keep];
  if (surplus) return { do: 'release', version: surplus.version };
  const due = [aspiration, candidate].find((named) => named && mayLoad(snapshots, named));
  const busy = snapshots.find((snapshot) => isBusy(snapshot) && !isWarm(snapshot));
  if (busy) {
    const isNamed = isOf(busy, aspiration) || (isOf(busy, candidate) && (due === undefined || due === candidate));
    return busy.state.name === 'fetching' && !isNamed ? { do: 'abandon', version: busy.version } : undefined;
  }
  if (resting || !due) return undefined;
  return { do: 'load', version: due.target.version, isCandidate: due !== aspiration };
}

/** Whether a version is the one that is named: by its name, and by its digest where both know it. */
function isOf({ version, digest }: VersionSnapshot, named: Aspiration | undefined): boolean {
  if (!named || version !== named.target.version) return false;
  return digest === undefined || named.target.digest === undefined || digest === named.target.digest;
}

function isBusy({ state }: VersionSnapshot): boolean {
  return ['fetching', 'verifying', 'warming'].includes(state.name);
}

function isWarm({ state }: VersionSnapshot): boolean {
  return state.name === 'warming' && state.ready;
}

/** Active and kept versions, in the reverse order of activation. */
function loaded(snapshots: readonly VersionSnapshot[]): VersionSnapshot[] {
  return snapshots
    .filter(({ state }) => state.name === 'active' || (state.name === 'retiring' && state.kept))
    .sort((a, b) => b.activation - a.activation);
}

/** Whether to load a named version. One that its last leases still use has to wait until they end. */
function mayLoad(snapshots: readonly VersionSnapshot[], named: Aspiration): boolean {
  const known = snapshots.find(({ version }) => version === named.target.version);
  if (!known || known.state.name === 'retired') return true;
  return known.state.name === 'refused' && known.askedAt < named.askedAt;
}
