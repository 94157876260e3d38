import { QUANTILES } from '../../../capacity/forecast/quantile-levels.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { FORECAST_DEFAULTS, trainForecast } from '../../../training/forecast/forecast-trainer.js';
import { newScores, rollOrigins } from '../../../training/forecast/rolling-origin.js';

/** An interval of loads that was forecast, and what came. */
export interface FanPoint {
  readonly seconds: number;
  readonly load: number;
  /** `[QUANTILES]` */
  readonly quantiles: readonly number[];
}

/** Figures of one series, forecast an hour ahead from one step after the other. */
export interface RollingFigures {
  readonly name: string;
  readonly count: number;
  readonly losses: Readonly<Record<'persistence' | 'seasonal naive' | 'forest' | 'corrected', number>>;
  /** Share of loads in the interval from 10 % to 90 %. */
  readonly coverage: { readonly forest: number; readonly corrected: number };
  /** Share of loads that are at most each corrected quantile of SCORED_SHARES. */
  readonly atMost: readonly number[];
  /** The last days. */
  readonly fan: readonly FanPoint[];
}

/**
 * Forecasts an hour ahead, learning anew at the given steps from all that was before.
 * @param from the first origin
 * @param relearn steps from one learning to the next
 */
export function hourAhead(series: Series, from: number, relearn: number): RollingFigures {
  const horizons = [Math.max(1, Math.round(3_600 / series.stepSeconds))];
  const scores = newScores();
  const fan: FanPoint[] = [];
  for (let begin = from; begin < series.values.length; begin += relearn) {
    const past = { ...series, values: series.values.slice(0, begin) };
    const model = trainForecast([past], { ...FORECAST_DEFAULTS, horizons });
    rollOrigins(series, model, [scores], {
      from: begin,
      to: Math.min(series.values.length, begin + relearn),
      onForecast: (target, _, quantiles) => {
        const load = series.values[target];
        const seconds = (series.startSeconds ?? 0) + target * series.stepSeconds;
        if (!Number.isNaN(load)) fan.push({ seconds, load, quantiles: Array.from(quantiles) });
      },
    });
  }
  const { model, corrected, naive, persistence } = scores;
  return {
    name: series.name,
    count: model.count,
    losses: {
      persistence: persistence.weightedQuantileLoss,
      'seasonal naive': naive.weightedQuantileLoss,
      forest: model.weightedQuantileLoss,
      corrected: corrected.weightedQuantileLoss,
    },
    coverage: { forest: model.coverage(0.1, 0.9), corrected: corrected.coverage(0.1, 0.9) },
    atMost: corrected.atMost,
    fan: fan.slice(-Math.round((4 * 86_400) / series.stepSeconds)),
  };
}

/** Share of loads above the highest quantile: spikes that no forecast saw. */
export function unseen(fan: readonly FanPoint[]): number {
  return fan.filter(({ load, quantiles }) => load > quantiles[QUANTILES.length - 1]).length / fan.length;
}
