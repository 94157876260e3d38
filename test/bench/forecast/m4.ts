import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FeatureReader } from '../../../capacity/forecast/features.js';
import { forecastQuantiles } from '../../../capacity/forecast/forecast-model.js';
import { seasonalNaive } from '../../../capacity/forecast/seasonal-naive.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { parseCsv } from '../../../training/corpus/sources/csv.js';
import {
  FORECAST_DEFAULTS,
  type ForecastSettings,
  trainForecast,
} from '../../../training/forecast/forecast-trainer.js';
import { ForecastScore } from '../../../training/forecast/pinball.js';
import { SCORED_SHARES } from '../../../training/forecast/rolling-origin.js';

const HOURS = 48;

/** Chosen on windows of 48 hours at the end of the training series alone. */
const SETTINGS: ForecastSettings = {
  ...FORECAST_DEFAULTS,
  horizons: Array.from({ length: HOURS }, (_, hour) => hour + 1),
  naiveShare: 0.3,
};

/** Figures of M4 hourly: the 48 hours after each of 414 series. */
export interface M4Figures {
  readonly series: number;
  readonly losses: Readonly<Record<'seasonal naive' | 'with residuals' | 'forest', number>>;
  /** Share of loads in the forest's interval from 10 % to 90 %. */
  readonly coverage: number;
  readonly trainSeconds: number;
  readonly forecastSeconds: number;
}

function readSeries(file: string): { name: string; values: Float64Array }[] {
  const [, ...records] = parseCsv(readFileSync(file, 'utf8'));
  return records.map(([name, ...cells]) => ({
    name: name ?? '',
    values: Float64Array.from(cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number)),
  }));
}

/**
 * Learns from the training series and forecasts what follows.
 * @param back hours at the end of the training series that are left out; what is forecast are their first 48, to choose
 *   settings by; 0: the test file
 */
export function m4Figures(folder: string, back: number): M4Figures {
  const train = readSeries(join(folder, 'm4-hourly-train.csv'));
  const test = back === 0 ? readSeries(join(folder, 'm4-hourly-test.csv')) : undefined;
  const series: Series[] = train.map(({ name, values }) => ({
    name,
    stepSeconds: 3_600,
    startSeconds: undefined,
    values: values.slice(0, values.length - back),
  }));
  const begun = performance.now();
  const model = trainForecast(series, SETTINGS);
  const trained = performance.now();
  const score = () => new ForecastScore(SCORED_SHARES);
  const [plain, residuals, forest] = [score(), score(), score()];
  for (const [index, one] of series.entries()) {
    const length = one.values.length;
    const loads = test ? test[index].values : train[index].values.subarray(length, length + HOURS);
    const naive = seasonalNaive(one, length, SETTINGS.horizons, SCORED_SHARES)!;
    const given = forecastQuantiles(model, new FeatureReader(one), length, SCORED_SHARES) ?? naive;
    for (let hour = 0; hour < HOURS; hour++) {
      plain.add(loads[hour], new Float64Array(SCORED_SHARES.length).fill(one.values[length - 24 + (hour % 24)]));
      residuals.add(loads[hour], naive[hour]);
      forest.add(loads[hour], given[hour]);
    }
  }
  return {
    series: series.length,
    losses: {
      'seasonal naive': plain.weightedQuantileLoss,
      'with residuals': residuals.weightedQuantileLoss,
      forest: forest.weightedQuantileLoss,
    },
    coverage: forest.coverage(0.1, 0.9),
    trainSeconds: (trained - begun) / 1000,
    forecastSeconds: (performance.now() - trained) / 1000,
  };
}
