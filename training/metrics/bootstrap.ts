import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A figure of a corpus in which utterance i counts `weights[i]` times. */
export type Statistic = (weights: ArrayLike<number>) => number;

/** A value with its 95% percentile interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One system's figure beside the baseline's, on the same utterances. */
export interface PairedStatistic {
  readonly system: Statistic;
  readonly baseline: Statistic;
}

/** How a paired comparison came out: system - baseline, and system / baseline - 1. */
export interface PairedComparison {
  readonly difference: Interval;
  readonly relative: Interval;
}

/** How many resamples, and the seed of the draws. */
export interface BootstrapOptions {
  readonly resamples?: number;
  readonly seed?: number;
}

const RESAMPLES = 10_000;

/**
 * Paired bootstrap (Efron and Tibshirani 1993): utterances are drawn with replacement, both systems are scored on the
 * same draw, and the middle 95% of the differences is the interval. All statistics see the same resamples. Resamples
 * in which a figure is undefined (NaN: no utterance of its kind was drawn) are left out of its interval.
 */
export function pairedBootstrap<Name extends string>(
  utterances: number,
  statistics: Readonly<Record<Name, PairedStatistic>>,
  { resamples = RESAMPLES, seed = 1 }: BootstrapOptions = {},
): Record<Name, PairedComparison> {
  const names = Object.keys(statistics) as Name[];
  const drawn = names.map(() => ({ system: new Float64Array(resamples), baseline: new Float64Array(resamples) }));
  const random = xoroshiro128plus(seed);
  const weights = new Uint16Array(utterances);
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    // The generator's 32 bits scaled to an index: the bias is under utterances / 2^32.
    for (let draw = 0; draw < utterances; draw++) weights[(((random.next() >>> 0) / 2 ** 32) * utterances) | 0]++;
    for (const [index, name] of names.entries()) {
      drawn[index].system[resample] = statistics[name].system(weights);
      drawn[index].baseline[resample] = statistics[name].baseline(weights);
    }
  }
  const once = new Uint16Array(utterances).fill(1);
  const compared = names.map((name, index) => {
    const { system, baseline } = drawn[index];
    const [ours, theirs] = [statistics[name].system(once), statistics[name].baseline(once)];
    const difference = intervalOf(
      ours - theirs,
      system.map((value, resample) => value - baseline[resample]),
    );
    const relative = intervalOf(
      ours / theirs - 1,
      system.map((value, resample) => value / baseline[resample] - 1),
    );
    return [name, { difference, relative }] as const;
  });
  return Object.fromEntries(compared) as Record<Name, PairedComparison>;
}

function intervalOf(value: number, samples: Float64Array): Interval {
  const sorted = samples.filter((sample) => Number.isFinite(sample)).sort();
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Linear interpolation between order statistics (Hyndman and Fan's type 7); NaN of nothing. */
function quantile(sorted: Float64Array, share: number): number {
  const rank = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (rank - Math.floor(rank));
}
