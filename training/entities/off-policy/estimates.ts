import { NluError } from '../../../serving/errors.js';
import type { Interval } from '../../metrics/bootstrap.js';
import { ratioInterval, sumOf } from './ratio-interval.js';

/** A logged decision as another policy sees it. */
export interface WeighedDecision {
  /** Decisions of one request are drawn together. */
  readonly request: string;
  /** Probability of what was done under the policy that did it, in (0, 1]. */
  readonly propensity: number;
  /** The same under the policy to evaluate, in [0, 1]. */
  readonly target: number;
  /** What came of it. */
  readonly value: number;
  /** What a model says would come of it, made without looking at `value`. */
  readonly predicted: number;
  /** What the model says the policy to evaluate would come to here: the sum over what it may do. */
  readonly expected: number;
}

/** What a policy is worth by what another one did. */
export interface OffPolicyEstimate {
  /** With the 95 % interval of the bootstrap over requests (`ratioInterval`). */
  readonly interval: Interval;
  /** With the 95 % empirical Bernstein interval, which holds for any number of requests and is wider. */
  readonly bernstein: Interval;
}

export interface OffPolicyEstimates {
  /** Requests. */
  readonly count: number;
  /** Inverse propensities: unbiased, and the noisiest. */
  readonly ips: OffPolicyEstimate;
  /** The same over the sum of weights. */
  readonly snips: OffPolicyEstimate;
  /** Doubly robust: the model, and what was seen beyond it by inverse propensities. */
  readonly dr: OffPolicyEstimate;
}

export interface EstimateSettings {
  readonly resamples: number;
  readonly seed: number;
}

const DEFAULTS: EstimateSettings = { resamples: 1_000, seed: 1 };
const DOUBT = 0.05;

/**
 * The worth of a request under a policy by decisions of another one: inverse propensity scores (Horvitz and Thompson 1952),
 * self-normalised (Swaminathan and Joachims 2015) and doubly robust (Dudík et al. 2011). A request's worth is the sum of its
 * decisions'.
 * @throws NluError INVALID_ARGUMENT naming the decision, counted from 1, whose number is out of its range; for an empty log
 */
export function offPolicyEstimates(
  decisions: readonly WeighedDecision[],
  settings: Partial<EstimateSettings> = {},
): OffPolicyEstimates {
  const { resamples, seed } = { ...DEFAULTS, ...settings };
  checkWeighed(decisions);
  const { ips, weights, dr, sizes, range } = requestTerms(decisions);
  const count = ips.length;
  const every = new Float64Array(count).fill(1);
  const size = sumOf(sizes) / count;
  const snips = scaled(ratioInterval(ips, weights, { resamples, seed }), size);
  const meanWeight = sumOf(weights) / count;
  // What the ratio of two means is to the first order.
  const linear = ips.map((term, at) => snips.value + (size * term - snips.value * weights[at]) / meanWeight);
  const estimate = (interval: Interval, terms: Float64Array): OffPolicyEstimate => {
    return { interval, bernstein: bernsteinInterval(interval.value, terms, range) };
  };
  return {
    count,
    ips: estimate(ratioInterval(ips, every, { resamples, seed }), ips),
    snips: estimate(snips, linear),
    dr: estimate(ratioInterval(dr, every, { resamples, seed }), dr),
  };
}

/**
 * The worth of a request under one policy minus that under another, doubly robust, by the same decisions in the same order.
 * Paired by request: what makes requests differ falls out, and two policies that choose alike differ by 0.
 * @throws NluError as offPolicyEstimates does
 */
export function offPolicyDifference(
  decisions: readonly WeighedDecision[],
  others: readonly WeighedDecision[],
  settings: Partial<EstimateSettings> = {},
): Interval {
  for (const side of [decisions, others]) checkWeighed(side);
  const [mine, theirs] = [requestTerms(decisions).dr, requestTerms(others).dr];
  const differences = mine.map((term, at) => term - theirs[at]);
  return ratioInterval(differences, new Float64Array(mine.length).fill(1), { ...DEFAULTS, ...settings });
}

function scaled({ value, low, high }: Interval, factor: number): Interval {
  return { value: factor * value, low: factor * low, high: factor * high };
}

/** Maurer and Pontil 2009, on both sides. @param range that a term may have, from the least to the most */
export function bernsteinInterval(value: number, terms: Float64Array, range: number): Interval {
  const count = terms.length;
  const mean = terms.reduce((sum, term) => sum + term, 0) / count;
  const variance = terms.reduce((sum, term) => sum + (term - mean) ** 2, 0) / Math.max(1, count - 1);
  const log = Math.log(4 / DOUBT);
  const half = Math.sqrt((2 * variance * log) / count) + (7 * range * log) / (3 * Math.max(1, count - 1));
  return { value, low: value - half, high: value + half };
}

/** Terms of each request; the range is that of the request with the most decisions, by the least propensity of all. */
function requestTerms(decisions: readonly WeighedDecision[]) {
  const requests = new Map<string, number>();
  for (const { request } of decisions) if (!requests.has(request)) requests.set(request, requests.size);
  const [ips, weights, dr, sizes] = Array.from({ length: 4 }, () => new Float64Array(requests.size));
  let [leastPropensity, least, most] = [1, 0, 0];
  for (const { request, propensity, target, value, predicted, expected } of decisions) {
    const at = requests.get(request)!;
    const weight = target / propensity;
    ips[at] += weight * value;
    weights[at] += weight;
    dr[at] += expected + weight * (value - predicted);
    sizes[at]++;
    leastPropensity = Math.min(leastPropensity, propensity);
    least = Math.min(least, value, value - predicted);
    most = Math.max(most, value, value - predicted);
  }
  const decisionsMost = sizes.reduce((one, other) => Math.max(one, other), 0);
  return { ips, weights, dr, sizes, range: (decisionsMost * (most - least)) / leastPropensity };
}

function checkWeighed(decisions: readonly WeighedDecision[]): void {
  if (decisions.length === 0) throw new NluError('INVALID_ARGUMENT', 'a log of no decisions says nothing of a policy');
  for (const [index, { propensity, target, ...others }] of decisions.entries()) {
    const refuse = (what: string) => {
      throw new NluError('INVALID_ARGUMENT', `decision ${index + 1}: ${what}`);
    };
    if (!(propensity > 0 && propensity <= 1)) refuse(`propensity ${propensity}; it must be in (0, 1]`);
    if (!(target >= 0 && target <= 1)) refuse(`target ${target}; it must be in [0, 1]`);
    for (const name of ['value', 'predicted', 'expected'] as const)
      if (!Number.isFinite(others[name])) refuse(`${name} ${others[name]}; it must be a number`);
  }
}
