import { type Counters, riseOf } from './counters.js';

/** How many values fell into each bucket. */
export interface HistogramCounts {
  /** Upper ends of the buckets, ascending; the last may be infinite. */
  readonly ends: readonly number[];
  /** [ends]: values in the bucket alone. */
  readonly counts: readonly number[];
}

/**
 * Reads a histogram, summed over the samples of these kinds. Prometheus's buckets hold those below them too.
 * @param kinds sets of labels; a sample counts that has those of one of them
 */
export function histogramOf(
  counters: Counters,
  name: string,
  ...kinds: readonly Readonly<Record<string, string>>[]
): HistogramCounts {
  const below = new Map<number, number>();
  for (const { labels, value } of kinds.flatMap((kind) => counters.of(`${name}_bucket`, kind))) {
    const end = labels.le === '+Inf' ? Infinity : Number(labels.le);
    below.set(end, (below.get(end) ?? 0) + value);
  }
  const ends = [...below.keys()].sort((one, other) => one - other);
  const counts = ends.map(
    (end, index) => (below.get(end) ?? 0) - (index === 0 ? 0 : (below.get(ends[index - 1]!) ?? 0)),
  );
  return { ends, counts };
}

/** What came between two readings of one histogram. */
export function histogramRise(now: HistogramCounts, before: HistogramCounts): HistogramCounts {
  const earlier = new Map(before.ends.map((end, index) => [end, before.counts[index] ?? 0]));
  return {
    ends: now.ends,
    counts: now.counts.map((count, index) => riseOf(count, earlier.get(now.ends[index]!) ?? 0)),
  };
}

/** The number of values. */
export function totalOf({ counts }: HistogramCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * A quantile, by linear interpolation within its bucket, as Prometheus's histogram_quantile takes it; where it falls into the
 * last, endless bucket, that one's lower end.
 * @param share in [0, 1]
 * @returns undefined without values
 */
export function histogramQuantile({ ends, counts }: HistogramCounts, share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    const from = index === 0 ? 0 : ends[index - 1]!;
    const to = ends[index]!;
    if (below + count >= rank && count > 0)
      return Number.isFinite(to) ? from + ((to - from) * (rank - below)) / count : from;
    below += count;
  }
  return ends.at(-1);
}
