import type { ShiftedHypothesis } from './hypothesis.js';
import { boundedLogit } from './priors/context-priors.js';

/** The least change of a prior that would let another domain win. */
export interface PriorFlip {
  /** The domain that would win. */
  readonly domain: string;
  /** Natural-log odds that its prior would have to gain; at least 0. */
  readonly logOdds: number;
}

/**
 * How near the answer was to being another domain's: the gap in log-odds between the best hypothesis and the best of any
 * other domain, since a prior moves all of a domain's hypotheses alike. Undefined when no two domains offer one.
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
  return { domain: runnerUp.domain, logOdds: boundedLogit(winner.best) - boundedLogit(runnerUp.best) };
}
