import { atShare, QUANTILES } from '../../../capacity/forecast/quantile-levels.js';
import type { Series } from '../../../capacity/forecast/series.js';
import { FORECAST_DEFAULTS, trainForecast } from '../../../training/forecast/forecast-trainer.js';
import { newScores, rollOrigins } from '../../../training/forecast/rolling-origin.js';
import { podsAt, type ReplayResult, replayHpa, replayOracle } from './autoscaling.js';

/** Minutes that pods take to be ready. */
const READY_MINUTES = [1, 2, 5];
/** Requests a minute that one pod bears, for a mean load of 23 and peaks of more than 100. */
const BEARS = 10;
const TARGETS = [0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9, 1];
/** Share of violated minutes that pods are compared at. */
export const VIOLATED = 0.005;

/** One way to scale with one setting. */
export interface ScaledRun extends ReplayResult {
  readonly by: 'HPA' | 'HPA with forecast' | 'oracle';
  readonly readyMinutes: number;
  readonly setting: string;
}

/** The fewest pods of each way at VIOLATED, for one time that pods take to be ready. */
export interface ScalingFigures {
  readonly readyMinutes: number;
  readonly best: readonly (ScaledRun | undefined)[];
}

/**
 * Replays the minutes from `from` on with forecasts of a model that learned from all before.
 * @param series by the minute
 */
export function scalingReplay(
  series: Series,
  from: number,
  to: number,
): { runs: ScaledRun[]; figures: ScalingFigures[] } {
  const horizons = READY_MINUTES.map((minutes) => minutes + 1);
  const past = { ...series, values: series.values.slice(0, from) };
  const model = trainForecast([past], { ...FORECAST_DEFAULTS, horizons });
  // By horizon, the forecast that was made in time for a target: [targets][QUANTILES].
  const made = new Map(horizons.map((horizon) => [horizon, new Map<number, Float64Array>()]));
  rollOrigins(series, model, horizons.map(newScores), {
    from,
    to: to + Math.max(...horizons),
    onForecast: (target, horizon, quantiles) => made.get(horizon)!.set(target, quantiles),
  });
  const loads = series.values.slice(from, to);
  const runs = READY_MINUTES.flatMap((readyMinutes) => {
    const replay = { loads, bears: BEARS, readyMinutes };
    const forecasts = made.get(readyMinutes + 1)!;
    const wanted = (share: number) => (minute: number) => {
      const quantiles = forecasts.get(from + minute + readyMinutes);
      return quantiles && Math.ceil(atShare(quantiles, share) / BEARS);
    };
    const alone = TARGETS.map((target): ScaledRun => {
      return { by: 'HPA', readyMinutes, setting: `target ${target}`, ...replayHpa(replay, target) };
    });
    const together = TARGETS.filter((target) => target >= 0.6).flatMap((target) =>
      QUANTILES.filter((share) => share >= 0.5).map((share): ScaledRun => {
        const setting = `target ${target}, quantile ${share}`;
        return { by: 'HPA with forecast', readyMinutes, setting, ...replayHpa(replay, target, wanted(share)) };
      }),
    );
    const oracle: ScaledRun = { by: 'oracle', readyMinutes, setting: '', ...replayOracle(replay, VIOLATED) };
    return [...alone, ...together, oracle];
  });
  const figures = READY_MINUTES.map((readyMinutes) => ({
    readyMinutes,
    best: (['HPA', 'HPA with forecast', 'oracle'] as const).map((by) =>
      podsAt(
        runs.filter((run) => run.by === by && run.readyMinutes === readyMinutes),
        VIOLATED,
      ),
    ),
  }));
  return { runs, figures };
}
