import type { Target } from './source.js';
import type { VersionState } from './version-state.js';

/** What the policy knows of one version. */
export interface VersionSnapshot {
  readonly version: string;
  readonly state: VersionState;
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
  | { readonly do: 'load'; readonly version: string }
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
): Action | undefined {
  if (!aspiration) return undefined;
  const { version } = aspiration.target;
  const wanted = snapshots.find((snapshot) => snapshot.version === version);
  const ready = snapshots.find(({ state }) => state.name === 'warming' && state.ready);
  if (ready) return { do: wanted?.state.name === 'active' ? 'release' : 'activate', version: ready.version };
  if (wanted?.state.name === 'retiring' && wanted.state.kept) return { do: 'activate', version };
  const surplus = loaded(snapshots)[keep];
  if (surplus) return { do: 'release', version: surplus.version };
  const busy = snapshots.find(({ state }) => ['fetching', 'verifying', 'warming'].includes(state.name));
  if (busy) {
    const stale = busy.version !== version && busy.state.name === 'fetching';
    return stale ? { do: 'abandon', version: busy.version } : undefined;
  }
  return !resting && mayLoad(wanted, aspiration.askedAt) ? { do: 'load', version } : undefined;
}

/** Active and kept versions, in the reverse order of activation. */
function loaded(snapshots: readonly VersionSnapshot[]): VersionSnapshot[] {
  return snapshots
    .filter(({ state }) => state.name === 'active' || (state.name === 'retiring' && state.kept))
    .sort((a, b) => b.activation - a.activation);
}

/** Whether to load the wanted version. One that its last leases still use has to wait until they end. */
function mayLoad(wanted: VersionSnapshot | undefined, askedAt: number): boolean {
  if (!wanted || wanted.state.name === 'retired') return true;
  return wanted.state.name === 'refused' && wanted.askedAt < askedAt;
}
