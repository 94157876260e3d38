/** When a replica is left out and for how long: failure percentage ejection of gRFC A50. */
export interface OutlierRules {
  /** How often replicas are judged, each by the calls that ended since the last time, in ms. */
  readonly intervalMs: number;
  /** The first time out, in ms; as many times as long as it was out in a row, `longestOutMs` at most. */
  readonly outMs: number;
  readonly longestOutMs: number;
  /** Of the replicas at most this share is out at a time, in [0, 1]. */
  readonly outShare: number;
  /** A replica goes out when more than this share of its calls failed, in [0, 1]. */
  readonly failureShare: number;
  /** Fewer calls say nothing about a replica. */
  readonly minimumCalls: number;
  /** With fewer replicas that have as many calls, nobody is compared. */
  readonly minimumReplicas: number;
}

/** in -> out -> in; `strikes`: how often it went out lately, one less for each interval in. */
export type Standing =
  | { readonly name: 'in'; readonly strikes: number }
  | { readonly name: 'out'; readonly strikes: number; readonly untilMs: number };

/** A replica's calls since it was judged last. As with gRPC, whatever did not succeed failed, a cancelled call too. */
export interface Tally {
  standing: Standing;
  succeeded: number;
  failed: number;
}

export function newTally(): Tally {
  return { standing: { name: 'in', strikes: 0 }, succeeded: 0, failed: 0 };
}

/**
 * The standing of each replica from now on, in the order of the tallies. gRPC stops once the share is reached, so that of three it
 * may leave out two; here the share is not passed.
 */
export function judged(tallies: readonly Tally[], nowMs: number, rules: OutlierRules): Standing[] {
  const asked = tallies.filter(({ succeeded, failed }) => succeeded + failed >= rules.minimumCalls);
  const comparable = asked.length >= rules.minimumReplicas;
  let room = Math.floor(tallies.length * rules.outShare);
  for (const { standing } of tallies) if (standing.name === 'out') room--;
  return tallies.map(({ standing, succeeded, failed }): Standing => {
    const { strikes } = standing;
    if (standing.name === 'out') return nowMs < standing.untilMs ? standing : { name: 'in', strikes };
    const calls = succeeded + failed;
    const ill = comparable && calls >= rules.minimumCalls && failed > rules.failureShare * calls;
    if (!ill || room <= 0) return { name: 'in', strikes: Math.max(0, strikes - 1) };
    room--;
    const outMs = Math.min(rules.outMs * (strikes + 1), rules.longestOutMs);
    return { name: 'out', strikes: strikes + 1, untilMs: nowMs + outMs };
  });
}
