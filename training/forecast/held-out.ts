import type { Series } from '../../capacity/forecast/series.js';
import { type ForecastSettings, trainForecast } from './forecast-trainer.js';
import { newScores, rollOrigins } from './rolling-origin.js';

/** How good forecasts of one horizon are where nothing was learned from. */
export interface HeldOut {
  /** Mean weighted quantile loss of the corrected model, and of the seasonal naive. */
  readonly model: number;
  readonly naive: number;
  /** Share of loads in the corrected interval from 10 % to 90 %. */
  readonly coverage: number;
  readonly count: number;
}

/** Forecasts of a series that are asked for: more tell little more. */
const MOST_ORIGINS = 2_000;

/**
 * Learns from all but the last fifth of every series, and forecasts through that fifth from one origin after the other,
 * corrected online.
 * @returns by horizon
 * @throws RangeError where nothing is left to learn from
 */
export function heldOut(series: readonly Series[], settings: ForecastSettings, share = 0.2): HeldOut[] {
  const cut = ({ values }: Series) => Math.floor((1 - share) * values.length);
  const past = series.map((one) => ({ ...one, values: one.values.slice(0, cut(one)) }));
  const model = trainForecast(past, settings);
  const scores = settings.horizons.map(newScores);
  for (const one of series) {
    const from = cut(one);
    const stride = Math.max(1, Math.ceil((one.values.length - from) / MOST_ORIGINS));
    rollOrigins(one, model, scores, { from, stride, ...(settings.events && { events: settings.events }) });
  }
  return scores.map(({ corrected, naive }) => ({
    model: corrected.weightedQuantileLoss,
    naive: naive.weightedQuantileLoss,
    coverage: corrected.coverage(0.1, 0.9),
    count: corrected.count,
  }));
}
