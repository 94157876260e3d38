import { forestQuantiles, type QuantileForest } from '../../domains/core/trees/quantile-forest.js';
import { FEATURES, type FeatureReader, LOAD_FEATURES } from './features.js';
import { QUANTILES, uncross } from './quantile-levels.js';
import { seasonalNaive } from './seasonal-naive.js';
import { stepsOfDay } from './series.js';

/** Columns that the trees see: the features, loads relative to the weighted sum, and the sum. */
export const TREE_FEATURES = FEATURES + 1;
/** Scaled loads beyond are spikes, which a weighted sum must not pass on. */
export const MOST_SCALED = 15;

/**
 * A forecast in two steps: a weighted sum of past loads for each horizon, then a quantile forest of what the sum is off by.
 * Both work on loads relative to the series' own level and spread, so that one model serves series of every size.
 */
export interface ForecastModel {
  readonly stepSeconds: number;
  /** In steps, rising. */
  readonly horizons: readonly number[];
  /** `[horizons][LOAD_FEATURES]` */
  readonly weights: readonly Float64Array[];
  /**
   * Share of the seasonal naive quantiles in those of horizons of six hours or more, in [0, 1]: weeks that break the pattern
   * cost less so. Nearer by, the last loads tell as much.
   */
  readonly naiveShare: number;
  readonly forest: QuantileForest;
}

/** The weighted sum of a row's loads; missing ones are taken for the centre, which is 0. */
export function weightedLoads(weights: Float64Array, row: Float64Array, offset = 0): number {
  let sum = 0;
  for (let feature = 0; feature < LOAD_FEATURES; feature++) sum += weights[feature] * bounded(row[offset + feature]);
  return sum;
}

/** 0 for a missing load. */
export function bounded(load: number): number {
  return Number.isNaN(load) ? 0 : Math.max(-MOST_SCALED, Math.min(MOST_SCALED, load));
}

/** Turns a row of features, in place, into what the trees see. @param row `[TREE_FEATURES]` from `offset` on */
export function toTreeRow(sum: number, row: Float64Array, offset = 0): void {
  for (let feature = 0; feature < LOAD_FEATURES; feature++) row[offset + feature] -= sum;
  row[offset + FEATURES] = sum;
}

/** Quantiles of what a sum is off by, in spreads: `[shares]` for a row as the trees see it. */
export type OffQuantiles = (row: Float64Array, shares: readonly number[]) => Float64Array;

/**
 * Quantiles of the load at each horizon after the known steps.
 * @param shares of chance, rising
 * @param offQuantiles another model of what the sums are off by, in place of the forest
 * @returns `[horizons][shares]`, rising; undefined where the series is too short
 */
export function forecastQuantiles(
  model: ForecastModel,
  reader: FeatureReader,
  origin: number,
  shares: readonly number[] = QUANTILES,
  offQuantiles: OffQuantiles = (row, asked) => forestQuantiles(model.forest, asked, row),
): Float64Array[] | undefined {
  const scale = reader.scale(origin);
  if (scale === undefined) return undefined;
  const row = new Float64Array(TREE_FEATURES);
  const near = stepsOfDay(model) / 4;
  const far = model.naiveShare > 0 ? model.horizons.filter((horizon) => horizon >= near) : [];
  const naive = seasonalNaive(reader.series, origin, far, shares);
  return model.horizons.map((horizon, index) => {
    const centre = reader.write(origin, horizon, scale, row);
    const sum = weightedLoads(model.weights[index], row);
    toTreeRow(sum, row);
    const quantiles = offQuantiles(row, shares);
    const own = quantiles.map((value) => centre + scale.spread * (sum + value));
    const beside = naive?.[far.indexOf(horizon)];
    if (!beside) return uncross(own);
    return uncross(own.map((value, share) => value + model.naiveShare * (beside[share] - value)));
  });
}
