import { QUANTILES, uncross } from './quantile-levels.js';
import { type Series, stepsOfDay } from './series.js';

/** The most days back whose changes tell how far off the same hour of yesterday is. */
const DAYS_OF_CHANGES = 28;
/** Fewest changes that give a distribution; below, the quantiles are as far as the load itself varies. */
const FEWEST_CHANGES = 12;
/** The most changes that are looked at, evenly drawn: more cost time and tell no more. */
const MOST_CHANGES = 2_000;

/**
 * The same time of the latest day that is known, and around it the quantiles of how much such forecasts of this series
 * were off: what every other forecast must beat.
 * @param origin steps that are known; @param horizons in steps
 * @returns `[horizons][QUANTILES]`, undefined where nothing is known
 */
export function seasonalNaive(
  series: Series,
  origin: number,
  horizons: readonly number[],
  shares: readonly number[] = QUANTILES,
): Float64Array[] | undefined {
  const day = stepsOfDay(series);
  const { values } = series;
  const last = lastKnown(values, origin);
  if (last === undefined) return undefined;
  const perDay = new Map<number, Float64Array>();
  return horizons.map((horizon) => {
    const days = Math.ceil(horizon / day);
    const middle = [0, 1, 2, 3, 4, 5, 6]
      .map((more) => values[origin - 1 + horizon - (days + more) * day])
      .find((value) => value !== undefined && !Number.isNaN(value));
    const changes = perDay.get(days) ?? changesOf(values, origin, days * day, DAYS_OF_CHANGES * day);
    perDay.set(days, changes);
    if (middle !== undefined && changes.length >= FEWEST_CHANGES) {
      return uncross(Float64Array.from(shares, (share) => middle + quantileOf(changes, share)));
    }
    // Less than two days: the last load, as uncertain as loads have been different from each other.
    const loads = values
      .subarray(0, origin)
      .filter((value) => !Number.isNaN(value))
      .sort();
    const centre = quantileOf(loads, 0.5);
    return uncross(Float64Array.from(shares, (share) => last + quantileOf(loads, share) - centre));
  });
}

/** A quantile of rising values, by a straight line between neighbours. */
export function quantileOf(rising: Float64Array, share: number): number {
  const place = share * (rising.length - 1);
  const below = Math.floor(place);
  const above = Math.min(rising.length - 1, below + 1);
  return rising[below] + (place - below) * (rising[above] - rising[below]);
}

function lastKnown(values: Float64Array, origin: number): number | undefined {
  for (let step = origin - 1; step >= 0; step--) if (!Number.isNaN(values[step])) return values[step];
  return undefined;
}

function changesOf(values: Float64Array, origin: number, back: number, most: number): Float64Array {
  const changes: number[] = [];
  const stride = Math.ceil(most / MOST_CHANGES);
  for (let step = origin - 1; step >= Math.max(back, origin - most); step -= stride) {
    const change = values[step] - values[step - back];
    if (!Number.isNaN(change)) changes.push(change);
  }
  return Float64Array.from(changes).sort();
}
