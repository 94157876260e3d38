import { FeatureReader, type PostedEvent } from './features.js';
import { type ForecastModel, forecastQuantiles } from './forecast-model.js';
import { seasonalNaive } from './seasonal-naive.js';
import { DAY_SECONDS, type Series, stepsOfDay } from './series.js';

/** Days that must be known before a model's forecast is better than yesterday's load. */
const LEAST_DAYS = 2;
/** Share of a day before the last that must be known for yesterday to be a forecast. */
const LEAST_DAY_SHARE = 0.9;
/** Loads older than so many seconds say nothing of the present. */
const STALE_SECONDS = 900;

/** What is known of the load to come, or why nothing is. */
export type Forecast =
  | { readonly by: 'model'; readonly quantiles: readonly Float64Array[] }
  | { readonly by: 'naive'; readonly quantiles: readonly Float64Array[]; readonly reason: string }
  | { readonly by: 'none'; readonly reason: string };

/**
 * Forecasts the loads after the last step of a series: by the model where enough is known, else by the same time of
 * yesterday, else not at all.
 * @param horizons in steps, rising; the model's own where there is one
 * @returns quantiles `[horizons][QUANTILES]`, in the series' own unit
 */
export function forecast(
  series: Series,
  horizons: readonly number[],
  model: ForecastModel | undefined,
  events: readonly PostedEvent[] = [],
): Forecast {
  const origin = series.values.length;
  const reader = new FeatureReader(series, events, origin);
  const day = stepsOfDay(series);
  const stale = Math.max(1, Math.round(STALE_SECONDS / series.stepSeconds));
  if (series.values.subarray(Math.max(0, origin - stale)).every(Number.isNaN)) {
    return { by: 'none', reason: `no load was heard of for ${STALE_SECONDS / 60} minutes` };
  }
  const days = reader.known(origin) / day;
  const known = `${days.toFixed(1)} days of load are known`;
  if (days < LEAST_DAY_SHARE) return { by: 'none', reason: `${known}, and one is the least` };
  const reason =
    modelProblem(series, horizons, model) ?? (days < LEAST_DAYS ? `${known}, and a model needs 2` : undefined);
  if (model && reason === undefined) {
    const quantiles = forecastQuantiles(model, reader, origin);
    if (quantiles) return { by: 'model', quantiles };
  }
  const quantiles = seasonalNaive(series, origin, horizons);
  if (!quantiles) return { by: 'none', reason: known };
  return { by: 'naive', quantiles, reason: reason ?? `${known}, and they never change` };
}

function modelProblem(
  { stepSeconds }: Series,
  horizons: readonly number[],
  model: ForecastModel | undefined,
): string | undefined {
  if (!model) return 'no forecast model is deployed';
  if (model.stepSeconds !== stepSeconds) return `the model is for steps of ${model.stepSeconds} s, not ${stepSeconds}`;
  const isSame = model.horizons.length === horizons.length && model.horizons.every((each, i) => each === horizons[i]);
  return isSame ? undefined : `the model is for other horizons: ${model.horizons.join(', ')} steps`;
}

/** Horizons of serving, in seconds. */
export const HORIZON_SECONDS: readonly number[] = [60, 300, 900, 3_600, DAY_SECONDS];
/** Length of a step in serving, in seconds. */
export const SERVING_STEP_SECONDS = 60;
/** The horizons of serving, in its steps. */
export const SERVING_HORIZONS: readonly number[] = HORIZON_SECONDS.map((seconds) => seconds / SERVING_STEP_SECONDS);
