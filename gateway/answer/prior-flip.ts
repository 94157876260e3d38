import type { ShiftedHypothesis } from './hypothesis.js';

/** The least change of a prior that would let another domain win. */
export interface PriorFlip {
  /** The domain that would win. */
  readonly domain: string;
  /** Natural-log odds that its prior would have to gain; at least 0. */
  readonly logOdds: number;
}

/** Posteriors are held off 0 by this much before a logarithm. */
const FLOOR = 1e-9;

/**
 * How near the answer was to being another domain's: the gap in log-probability between the best hypothesis and the best of
 * any other domain. What a prior gives one domain it takes from all others alike, so the gap is what it would have to gain.
 * Undefined when no two domains offer a hypothesis.
 */
export function priorFlip(
  byDomain: ReadonlyMap<string, readonly Pick<ShiftedHypothesis, 'posterior'>[]>,
): PriorFlip | undefined {
  const bests = [...byDomain]
    .flatMap(([domain, list]) =>
      list.length > 0 ? [{ domain, best: Math.max(...list.map((one) => one.posterior)) }] : [],
    )
    .sort((one, other) => other.best - one.best || (one.domain < other.domain ? -1 : 1));
  const [winner, runnerUp] = bests;
  if (!winner || !runnerUp) return undefined;
  return {
    domain: runnerUp.domain,
    logOdds: Math.log(Math.max(FLOOR, winner.best)) - Math.log(Math.max(FLOOR, runnerUp.best)),
  };
}
