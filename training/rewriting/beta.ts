import { logit, sigmoid } from '../../serving/numeric/log-odds.js';

/** What is known of a probability: successes and failures, each counted by its own weight. */
export interface BetaCounts {
  readonly successes: number;
  readonly failures: number;
}

/** Jeffreys's prior: half a success and half a failure. */
const PRIOR = 0.5;

/** The mean of what the counts leave possible, in (0, 1). */
export function betaMean({ successes, failures }: BetaCounts): number {
  return (successes + PRIOR) / (successes + failures + 2 * PRIOR);
}

/**
 * The lower bound of a one-sided interval, in (0, 1): the Beta's log-odds taken as normal, with the empirical logit's mean
 * and variance (Haldane 1955, Anscombe 1956).
 * @param z standard deviations below the mean
 */
export function betaLower({ successes, failures }: BetaCounts, z: number): number {
  const [a, b] = [successes + PRIOR, failures + PRIOR];
  return sigmoid(logit(a / (a + b)) - z * Math.sqrt(1 / a + 1 / b));
}
