/** When a replica is ejected and for how long: failure percentage ejection of gRFC A50. */
export interface OutlierRules {
  /** Time between two evaluations, in ms; each looks at the calls that ended since the one before. */
  readonly intervalMs: number;
  /** Length of the first ejection, in ms. The n-th in a row lasts n times as long, but never over `longestOutMs`. */
  readonly outMs: number;
  readonly longestOutMs: number;
  /** Largest share of the replicas that may be ejected at a time, in [0, 1]. */
  readonly outShare: number;
  /** A replica is ejected when more than this share of its calls failed, in [0, 1]. */
  readonly failureShare: number;
  /** Replicas with fewer calls in the interval are not evaluated. */
  readonly minimumCalls: number;
  /** A call that had less time, in ms, did not fail by being late. */
  readonly shortestFairMs: number;
  /** Nothing is ejected when fewer replicas than this have `minimumCalls`. */
  readonly minimumReplicas: number;
}

/** in -> out -> in. `strikes` counts recent ejections: one more for each, one less for each interval without one. */
export type Standing =
  | { readonly name: 'in'; readonly strikes: number }
  | { readonly name: 'out'; readonly strikes: number; readonly untilMs: number };

/**
 * One replica's calls since the last evaluation. Unlike in gRPC, a call that its own caller cancelled, or gave too little
 * time, counts for nothing: one caller could have half of the replicas left out for all.
 */
export interface Tally {
  standing: Standing;
  succeeded: number;
  failed: number;
}

export function newTally(): Tally {
  return { standing: { name: 'in', strikes: 0 }, succeeded: 0, failed: 0 };
}

/**
 * The standing of each replica from now on, in the order of `tallies`. gRPC checks the share before each ejection, so
 * that it may eject two of three replicas at a share of a half; here the share is never exceeded.
 */
export function nextStandings(tallies: readonly Tally[], nowMs: number, rules: OutlierRules): Standing[] {
  const called = tallies.filter(({ succeeded, failed }) => succeeded + failed >= rules.minimumCalls);
  const comparable = called.length >= rules.minimumReplicas;
  let room = Math.floor(tallies.length * rules.outShare);
  for (const { standing } of tallies) if (standing.name === 'out') room--;
  return tallies.map(({ standing, succeeded, failed }): Standing => {
    const { strikes } = standing;
    if (standing.name === 'out') return nowMs < standing.untilMs ? standing : { name: 'in', strikes };
    const calls = succeeded + failed;
    const isFailing = comparable && calls >= rules.minimumCalls && failed > rules.failureShare * calls;
    if (!isFailing || room <= 0) return { name: 'in', strikes: Math.max(0, strikes - 1) };
    room--;
    const outMs = Math.min(rules.outMs * (strikes + 1), rules.longestOutMs);
    return { name: 'out', strikes: strikes + 1, untilMs: nowMs + outMs };
  });
}
