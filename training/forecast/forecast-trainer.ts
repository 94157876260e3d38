import { FEATURES, FeatureReader, LOAD_FEATURES, type PostedEvent } from '../../capacity/forecast/features.js';
import {
  bounded,
  type ForecastModel,
  MOST_SCALED,
  TREE_FEATURES,
  toTreeRow,
  weightedLoads,
} from '../../capacity/forecast/forecast-model.js';
import type { Series } from '../../capacity/forecast/series.js';
import { choleskyFactor, solveByFactor } from '../numeric/cholesky.js';
import { type Random, seeded } from '../numeric/random.js';
import { type QuantileForestSettings, trainQuantileForest } from '../trees/quantile-forest-trainer.js';

export interface ForecastSettings {
  /** In steps, rising. */
  readonly horizons: readonly number[];
  readonly events?: readonly PostedEvent[];
  /** The most rows that the weighted sums, and the trees, learn from, drawn by the seed. */
  readonly sumRows: number;
  readonly treeRows: number;
  /** Strength of the squared penalty on the weights of loads. */
  readonly l2: number;
  /** Share of the seasonal naive quantiles in a forecast, in [0, 1]. */
  readonly naiveShare: number;
  readonly forest: Partial<QuantileForestSettings>;
  readonly seed: number;
}

export const FORECAST_DEFAULTS: Omit<ForecastSettings, 'horizons'> = {
  sumRows: 200_000,
  treeRows: 60_000,
  l2: 30,
  naiveShare: 0.2,
  forest: { trees: 40, leaves: 512, leastRows: 20, leafRows: 32, bins: 64 },
  seed: 1,
};

/** Rows of features with what came: loads relative to centre and spread. */
interface Rows {
  readonly values: Float64Array;
  readonly targets: Float64Array;
  /** Index of the row's horizon. */
  readonly horizons: Uint16Array;
  readonly count: number;
}

/** What models of loads' quantiles learn from: a row for each forecast that could have been made. */
export interface ForecastRows {
  /** `[horizons][LOAD_FEATURES]`: the weighted sums that rows are relative to. */
  readonly weights: readonly Float64Array[];
  /** `[count * TREE_FEATURES]` */
  readonly values: Float64Array;
  /** `[count]`: what the sum was off by, in spreads. */
  readonly off: Float64Array;
  readonly count: number;
}

/**
 * Draws rows alike from the origins of every series, whose targets all lie in its past, and fits the weighted sums.
 * @throws RangeError where no series is long enough for a single row: two days, and the horizon
 */
export function forecastRows(series: readonly Series[], settings: ForecastSettings): ForecastRows {
  const rows = drawRows(series, settings, seeded(settings.seed));
  if (rows.count === 0) throw new RangeError('no series has two days of loads and the longest horizon after them');
  const weights = settings.horizons.map((_, horizon) => fitSum(rows, horizon, settings.l2));
  const count = Math.min(rows.count, settings.treeRows);
  const values = new Float64Array(count * TREE_FEATURES);
  const off = new Float64Array(count);
  // Rows come in the order of series: every so many-th is a fair share of each.
  for (let row = 0; row < count; row++) {
    const from = Math.floor((row * rows.count) / count);
    const at = row * TREE_FEATURES;
    values.set(rows.values.subarray(from * FEATURES, (from + 1) * FEATURES), at);
    const sum = weightedLoads(weights[rows.horizons[from]], values, at);
    toTreeRow(sum, values, at);
    off[row] = rows.targets[from] - sum;
  }
  return { weights, values, off, count };
}

/** Learns from histories. @throws RangeError as `forecastRows` does */
export function trainForecast(series: readonly Series[], settings: ForecastSettings): ForecastModel {
  return forestOfRows(forecastRows(series, settings), series[0].stepSeconds, settings);
}

/** Grows the forest on rows that were drawn. */
export function forestOfRows(
  { weights, values, off, count }: ForecastRows,
  stepSeconds: number,
  { horizons, naiveShare, forest: growth, seed }: ForecastSettings,
): ForecastModel {
  const forest = trainQuantileForest({ values, count, features: TREE_FEATURES }, off, { ...growth, seed });
  return { stepSeconds, horizons, naiveShare, weights, forest };
}

function drawRows(series: readonly Series[], settings: ForecastSettings, random: Random): Rows {
  const { horizons } = settings;
  const most = Math.ceil(settings.sumRows / series.length / horizons.length);
  const drawsOf = ({ values }: Series) => Math.min(most, values.length);
  const rows = series.reduce((sum, one) => sum + drawsOf(one), 0) * horizons.length;
  const values = new Float64Array(rows * FEATURES);
  const targets = new Float64Array(rows);
  const ofHorizon = new Uint16Array(targets.length);
  let count = 0;
  for (const one of series) {
    const reader = new FeatureReader(one, settings.events);
    const draws = drawsOf(one);
    for (let draw = 0; draw < draws; draw++) {
      // One origin in every equal stretch of the series, so that the draw is even in time.
      const origin = Math.floor(((draw + random.next()) / draws) * one.values.length);
      const scale = reader.scale(origin);
      if (scale === undefined) continue;
      for (const [index, horizon] of horizons.entries()) {
        const load = one.values[origin - 1 + horizon];
        if (load === undefined || Number.isNaN(load)) continue;
        const centre = reader.write(origin, horizon, scale, values, count * FEATURES);
        targets[count] = Math.max(-MOST_SCALED, Math.min(MOST_SCALED, (load - centre) / scale.spread));
        ofHorizon[count++] = index;
      }
    }
  }
  return { values, targets, horizons: ofHorizon, count };
}

/** Ridge regression of one horizon's targets on its scaled loads. */
function fitSum({ values, targets, horizons, count }: Rows, horizon: number, l2: number): Float64Array {
  const size = LOAD_FEATURES;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const loads = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    if (horizons[row] !== horizon) continue;
    for (let one = 0; one < size; one++) loads[one] = bounded(values[row * FEATURES + one]);
    for (let one = 0; one < size; one++) {
      right[one] += loads[one] * targets[row];
      for (let other = 0; other <= one; other++) matrix[one * size + other] += loads[one] * loads[other];
    }
  }
  for (let one = 0; one < size; one++) {
    matrix[one * size + one] += l2;
    for (let other = 0; other < one; other++) matrix[other * size + one] = matrix[one * size + other];
  }
  return solveByFactor(choleskyFactor(matrix, size), right);
}
