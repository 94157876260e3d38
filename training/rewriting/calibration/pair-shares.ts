import { type BetaCounts, betaMean } from '../beta.js';

/** What customers did who meant what a pair says, and who did not. */
export interface PairShares {
  /** Mean part of those who came to the pair's target where it means the same, in (0, 1). */
  readonly same: number;
  /** Where it does not, below the former. */
  readonly other: number;
  /** In how many pairs how many of the customers mean the same: by `LEVELS`; sum 1. */
  readonly levels: readonly number[];
}

/** Part of those who say a text and mean what a target says. Most pairs stand at the ends. */
const LEVELS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];
/** Requests that a pair must rest on, and pairs of each kind that must be there: of fewer nothing is learned. */
const LEAST_REQUESTS = 5;
const LEAST_PAIRS = 20;
/** The two kinds must be so far apart. */
const LEAST_APART = 0.2;
const MOST_STEPS = 100;

/**
 * Learns what is seen of pairs that mean the same, from the pairs alone: hardly ever do all come to the target, since labels are
 * uncertain and what is said again is missed now and then, while of pairs that mean something else a few do. A mixture of two
 * binomials by EM (Dempster, Laird and Rubin 1977), then how many stand between them.
 * @returns undefined where there are too few, or the kinds are not apart
 */
export function pairShares(pairs: readonly BetaCounts[]): PairShares | undefined {
  const counted = pairs.filter((pair) => countOf(pair) >= LEAST_REQUESTS);
  if (counted.length < 2 * LEAST_PAIRS) return undefined;
  const means = counted.map((pair) => pair.successes / countOf(pair)).sort((one, other) => one - other);
  const tail = means.length >> 3;
  let [other, same, part] = [bounded(means[tail]!), bounded(means[means.length - 1 - tail]!), 0.5];
  for (let step = 0; step < MOST_STEPS; step++) {
    const sums = { same: 0, ofSame: 0, other: 0, ofOther: 0, pairs: 0 };
    for (const pair of counted) {
      const odds = logLikelihood(pair, same) - logLikelihood(pair, other);
      const isSame = 1 / (1 + ((1 - part) / part) * Math.exp(-odds));
      sums.same += isSame * pair.successes;
      sums.ofSame += isSame * countOf(pair);
      sums.other += (1 - isSame) * pair.successes;
      sums.ofOther += (1 - isSame) * countOf(pair);
      sums.pairs += isSame;
    }
    const before = part;
    same = bounded(sums.same / Math.max(1e-9, sums.ofSame));
    other = bounded(sums.other / Math.max(1e-9, sums.ofOther));
    part = bounded(sums.pairs / counted.length);
    if (Math.abs(part - before) < 1e-6) break;
  }
  const ofEach = [part, 1 - part].map((each) => each * counted.length);
  if (!(same - other >= LEAST_APART) || Math.min(...ofEach) < LEAST_PAIRS) return undefined;
  return { same, other, levels: levelsOf(counted, { same, other }) };
}

/**
 * P(whoever says the source means what the target says): the mean of the levels, each by how well it explains the pair and by how
 * many pairs stand there (empirical Bayes; Robbins 1956).
 * @param shares undefined: nothing is known but the pair
 */
export function sameShare(pair: BetaCounts, shares: PairShares | undefined): number {
  if (!shares) return betaMean(pair);
  const chances = posterior(shares.levels, shares, pair);
  return LEVELS.reduce((mean, level, place) => mean + level * chances[place]!, 0);
}

type Ends = Pick<PairShares, 'same' | 'other'>;

function levelsOf(pairs: readonly BetaCounts[], ends: Ends): number[] {
  let levels = LEVELS.map(() => 1 / LEVELS.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    // One pair more than is seen stands at every level.
    const next = LEVELS.map(() => 1 / LEVELS.length);
    for (const pair of pairs) {
      for (const [place, chance] of posterior(levels, ends, pair).entries()) next[place]! += chance;
    }
    const all = next.reduce((total, each) => total + each, 0);
    levels = next.map((each) => each / all);
  }
  return levels;
}

/** P(level) by `LEVELS`. */
function posterior(levels: readonly number[], { same, other }: Ends, pair: BetaCounts): number[] {
  const logs = LEVELS.map((level, place) => {
    return Math.log(levels[place]!) + logLikelihood(pair, other + level * (same - other));
  });
  const most = Math.max(...logs);
  const chances = logs.map((each) => Math.exp(each - most));
  const all = chances.reduce((total, each) => total + each, 0);
  return chances.map((each) => each / all);
}

const countOf = ({ successes, failures }: BetaCounts) => successes + failures;

const bounded = (value: number) => Math.min(1 - 1e-3, Math.max(1e-3, value));

function logLikelihood({ successes, failures }: BetaCounts, mean: number): number {
  return successes * Math.log(mean) + failures * Math.log(1 - mean);
}
