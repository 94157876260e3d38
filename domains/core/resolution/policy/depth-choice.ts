import { logit } from '../../../../serving/numeric/log-odds.js';
import { normalBelow } from '../../numeric/normal.js';

/** The depths that a policy chooses among: not at all, a look, and as deep as strategies look where none was learned. */
export const DEPTHS: readonly [none: number, look: number, deepest: number] = [0, 5, 20];

/** What looking with one strategy is worth and costs. */
export interface DepthTerms {
  /** By depth: share, in [0, 1], of what the deepest look finds; 0 first, 1 last, never falling. */
  readonly shares: readonly number[];
  /** By depth: what it costs, in µs of CPU, at least 0; 0 first. */
  readonly costs: readonly number[];
}

/** What all strategies of a policy share. */
export interface ChoiceTerms {
  /** What a µs costs, in accepted entities; above 0. */
  readonly price: number;
  /** Share of the choices, in (0, 1], that are made without looking at worth, all depths alike. */
  readonly exploration: number;
}

/**
 * The probability of each depth, which sum to 1. P(found) is the sigmoid of a number that is normal under the posterior; a
 * Thompson draw of it makes a look to depth d worth `shares[d]` P(found) - price x `costs[d]`. These are straight lines in
 * P(found), so that each depth is the best one between two thresholds of the draw: its probability is a difference of the
 * normal distribution, mixed with the exploration. Of depths that are worth the same the cheaper one is taken.
 * @param mean, deviation of the draw; the deviation is above 0
 */
export function depthPropensities(
  mean: number,
  deviation: number,
  { shares, costs }: DepthTerms,
  { price, exploration }: ChoiceTerms,
): Float64Array {
  const propensities = new Float64Array(DEPTHS.length);
  const below = (found: number) => (found <= 0 ? 0 : found >= 1 ? 1 : normalBelow((logit(found) - mean) / deviation));
  let total = 0;
  for (let depth = 0; depth < DEPTHS.length; depth++) {
    let [least, most] = [0, 1];
    for (let other = 0; other < DEPTHS.length; other++) {
      if (other === depth) continue;
      const [more, dearer] = [shares[depth] - shares[other], price * (costs[depth] - costs[other])];
      // Where both lines cross; parallel ones never do.
      if (more > 0) least = Math.max(least, dearer / more);
      else if (more < 0) most = Math.min(most, dearer / more);
      else if (dearer > 0 || (dearer === 0 && other < depth)) most = 0;
    }
    if (most > least) propensities[depth] = Math.max(0, below(most) - below(least));
    total += propensities[depth];
  }
  for (let depth = 0; depth < DEPTHS.length; depth++) {
    propensities[depth] = ((1 - exploration) * propensities[depth]) / total + exploration / DEPTHS.length;
  }
  return propensities;
}

/**
 * The index of the depth that a uniform number in [0, 1) falls to, where depths share the unit by their propensities: the
 * draw by the inverse of its distribution, so that propensities are exactly those of the draws.
 */
export function depthAt(propensities: ArrayLike<number>, uniform: number): number {
  let above = 0;
  for (let depth = 0; depth < propensities.length - 1; depth++) {
    above += propensities[depth];
    if (uniform < above) return depth;
  }
  return propensities.length - 1;
}
