import type { BetaCounts } from './beta.js';
import type { SaidTurn } from './said-turn.js';

/** What labels say, on average, of answers that are right and of those that are wrong. */
export interface ToldSuccess {
  /** Mean P(success) of right answers, in (0, 1). */
  readonly right: number;
  /** Of wrong ones, below the former. */
  readonly wrong: number;
  /** How many texts are right how often: by `LEVELS`; sum 1. */
  readonly levels: readonly number[];
}

/** How often what a text is understood as may be right. Most texts stand at the ends: others are said of several things. */
const LEVELS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Labels as they are: right answers are told to be, and wrong ones are not. */
const AS_TOLD: ToldSuccess = { right: 0.99, wrong: 0.01, levels: LEVELS.map(() => 1 / LEVELS.length) };
/** Requests that a text must have, and texts that must be there: of fewer nothing is learned. */
const LEAST_REQUESTS = 5;
const LEAST_TEXTS = 20;
/** Two kinds of texts must be so far apart. */
const LEAST_APART = 0.2;
const MOST_STEPS = 100;

/**
 * Learns what labels say of right and of wrong answers, from labels alone: what a text is understood as is nearly always right
 * or nearly always wrong, so that the texts' mean labels have two heaps (a mixture of two binomials by EM; Dawid and Skene 1979
 * for one observer). False feedback brings both nearer to each other.
 */
export function toldSuccess(turns: readonly SaidTurn[]): ToldSuccess {
  const texts = new Map<string, { count: number; sum: number }>();
  for (const { text, understood, success, rewritten } of turns) {
    if (rewritten !== undefined) continue;
    const name = `${text}\t${understood}`;
    const own = texts.get(name) ?? { count: 0, sum: 0 };
    own.count++;
    own.sum += success;
    texts.set(name, own);
  }
  const counted = [...texts.values()].filter(({ count }) => count >= LEAST_REQUESTS);
  if (counted.length < LEAST_TEXTS) return AS_TOLD;
  const means = counted.map(({ count, sum }) => sum / count).sort((one, other) => one - other);
  let [wrong, right, share] = [means[means.length >> 3], means[means.length - 1 - (means.length >> 3)], 0.5];
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = { rightSum: 0, rightCount: 0, wrongSum: 0, wrongCount: 0, texts: 0 };
    for (const { count, sum } of counted) {
      const odds = logLikelihood(sum, count, right) - logLikelihood(sum, count, wrong);
      const isRight = 1 / (1 + ((1 - share) / share) * Math.exp(-odds));
      next.rightSum += isRight * sum;
      next.rightCount += isRight * count;
      next.wrongSum += (1 - isRight) * sum;
      next.wrongCount += (1 - isRight) * count;
      next.texts += isRight;
    }
    const before = right - wrong;
    right = bounded(next.rightSum / Math.max(1e-9, next.rightCount));
    wrong = bounded(next.wrongSum / Math.max(1e-9, next.wrongCount));
    share = bounded(next.texts / counted.length);
    if (Math.abs(right - wrong - before) < 1e-6) break;
  }
  if (right - wrong < LEAST_APART) return AS_TOLD;
  return { right, wrong, levels: levelsOf(counted, { right, wrong }) };
}

/**
 * How often a text is right, in [0, 1]: the mean of the levels, each by how well it explains what labels say of the text's
 * requests and by how many texts stand there (empirical Bayes; Robbins 1956).
 */
export function rightShare({ successes, failures }: BetaCounts, told: ToldSuccess): number {
  const count = successes + failures;
  const chances = posterior(told.levels, told, told.wrong * count + (told.right - told.wrong) * successes, count);
  return LEVELS.reduce((mean, level, place) => mean + level * chances[place], 0);
}

type Ends = Pick<ToldSuccess, 'right' | 'wrong'>;

function levelsOf(texts: readonly { readonly sum: number; readonly count: number }[], ends: Ends): number[] {
  let levels = LEVELS.map(() => 1 / LEVELS.length);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = LEVELS.map(() => 1 / texts.length);
    for (const { sum, count } of texts) {
      for (const [place, chance] of posterior(levels, ends, sum, count).entries()) next[place] += chance;
    }
    const all = next.reduce((total, each) => total + each, 0);
    levels = next.map((each) => each / all);
  }
  return levels;
}

/** P(level) by `LEVELS`. @param sum of labels as told */
function posterior(levels: readonly number[], { right, wrong }: Ends, sum: number, count: number): number[] {
  const within = Math.min(count, Math.max(0, sum));
  const logs = LEVELS.map(
    (level, place) => Math.log(levels[place]) + logLikelihood(within, count, wrong + level * (right - wrong)),
  );
  const most = Math.max(...logs);
  const chances = logs.map((each) => Math.exp(each - most));
  const all = chances.reduce((total, each) => total + each, 0);
  return chances.map((each) => each / all);
}

/** A label as what it says on average: P(right), which of one label alone may lie beside [0, 1]. */
export function trueSuccess(success: number, { right, wrong }: Ends): number {
  return (success - wrong) / (right - wrong);
}

const bounded = (value: number) => Math.min(1 - 1e-3, Math.max(1e-3, value));

function logLikelihood(sum: number, count: number, mean: number): number {
  return sum * Math.log(mean) + (count - sum) * Math.log(1 - mean);
}
