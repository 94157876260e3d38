import type { Target } from './source.js';
import type { VersionState } from './version-state.js';

/** What the policy may know of one version. */
export interface VersionSnapshot {
  readonly version: string;
  readonly state: VersionState;
  /** Which naming of a target it was last fetched for; 1 is the first. */
  readonly askedAt: number;
  /** Order of activation: larger is later, 0 never. Counted, not timed: clocks go backwards. */
  readonly activation: number;
}

/** The latest target, with the number of its naming. */
export interface Aspiration {
  readonly target: Target;
  readonly askedAt: number;
}

export type Action =
  /** Fetch, verify and warm it. */
  | { readonly do: 'load'; readonly version: string }
  /** Stop fetching it. */
  | { readonly do: 'abandon'; readonly version: string }
  /** Move the handle to it. */
  | { readonly do: 'activate'; readonly version: string }
  /** Answer no more pins with it and release it after its last lease. */
  | { readonly do: 'release'; readonly version: string };

/**
 * What to do next, if anything: a pure function, called again after each action and each change.
 * - One version loads at a time, so that a service never holds more than it must; targets named meanwhile replace each
 *   other, and only the last is loaded.
 * - A version that is through with its checks is activated, unless the target is active already by then.
 * - A kept version that is wanted again is activated as it stands.
 * - A refused version is loaded again only when it is named again.
 * - The `keep` versions activated last stay loaded, the active one among them.
 * - While `resting` nothing is loaded: requests come before deployments that come thick and fast.
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

/** Active and kept versions, the one activated last first. */
function loaded(snapshots: readonly VersionSnapshot[]): VersionSnapshot[] {
  return snapshots
    .filter(({ state }) => state.name === 'active' || (state.name === 'retiring' && state.kept))
    .sort((a, b) => b.activation - a.activation);
}

/** A version still in use by its last leases is loaded anew once they end. */
function mayLoad(wanted: VersionSnapshot | undefined, askedAt: number): boolean {
  if (!wanted || wanted.state.name === 'retired') return true;
  return wanted.state.name === 'refused' && wanted.askedAt < askedAt;
}
