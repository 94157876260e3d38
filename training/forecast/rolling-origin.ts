import { AdaptiveConformal } from '../../capacity/forecast/adaptive-conformal.js';
import { FeatureReader, type PostedEvent } from '../../capacity/forecast/features.js';
import { type ForecastModel, forecastQuantiles } from '../../capacity/forecast/forecast-model.js';
import { QUANTILES } from '../../capacity/forecast/quantile-levels.js';
import { seasonalNaive } from '../../capacity/forecast/seasonal-naive.js';
import type { Series } from '../../capacity/forecast/series.js';
import { ForecastScore } from './pinball.js';

/** The shares that weighted quantile losses are published for: .1 to .9. */
export const SCORED_SHARES: readonly number[] = QUANTILES.filter((share) => share < 0.95);

/** How good the forecasts of one horizon are, by what makes them. */
export interface HorizonScores {
  readonly model: ForecastScore;
  /** The model's, corrected online. */
  readonly corrected: ForecastScore;
  /** The same time of yesterday, with quantiles. */
  readonly naive: ForecastScore;
  /** The last load, as every quantile. */
  readonly persistence: ForecastScore;
}

export function newScores(): HorizonScores {
  const score = () => new ForecastScore(SCORED_SHARES);
  return { model: score(), corrected: score(), naive: score(), persistence: score() };
}

/** Which forecasts of a series are made. */
export interface Rolling {
  /** The first origin, and the step that no target reaches; absent: the series' end. */
  readonly from: number;
  readonly to?: number;
  /** Steps from one origin to the next. */
  readonly stride?: number;
  readonly events?: readonly PostedEvent[];
  /** Gets each corrected forecast, `[QUANTILES]`. */
  readonly onForecast?: (target: number, horizon: number, quantiles: Float64Array) => void;
}

/**
 * Forecasts through a series from one origin after the other, each from what came before alone, and adds to the scores of
 * horizons. Targets that are not known do not count, nor do origins whose own load is not.
 * @param scores by horizon, of the model's horizons
 */
export function rollOrigins(
  series: Series,
  model: ForecastModel,
  scores: readonly HorizonScores[],
  { from, to = series.values.length, stride = 1, events, onForecast }: Rolling,
): void {
  const { horizons } = model;
  const reader = new FeatureReader(series, events);
  const learned = horizons.map(() => ({
    conformal: new AdaptiveConformal(),
    pending: [] as { target: number; quantiles: Float64Array }[],
  }));
  for (let origin = from; origin < to; origin += stride) {
    const last = series.values[origin - 1];
    const naive = seasonalNaive(series, origin, horizons);
    if (Number.isNaN(last) || !naive) continue;
    const given = forecastQuantiles(model, reader, origin) ?? naive;
    for (const [index, horizon] of horizons.entries()) {
      const { conformal, pending } = learned[index];
      while (pending.length > 0 && pending[0].target < origin) {
        const { target, quantiles } = pending.shift()!;
        conformal.observe(series.values[target], quantiles);
      }
      const target = origin - 1 + horizon;
      if (target >= to) continue;
      const load = series.values[target];
      const corrected = conformal.corrected(given[index]);
      scores[index].model.add(load, given[index]);
      scores[index].corrected.add(load, corrected);
      scores[index].naive.add(load, naive[index]);
      scores[index].persistence.add(load, new Float64Array(QUANTILES.length).fill(last));
      onForecast?.(target, horizon, corrected);
      pending.push({ target, quantiles: given[index] });
    }
  }
}
