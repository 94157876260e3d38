import { AdaptiveConformal } from '../forecast/adaptive-conformal.js';
import type { PostedEvent } from '../forecast/features.js';
import type { ForecastModel } from '../forecast/forecast-model.js';
import { type Forecast, forecast, HORIZON_SECONDS, SERVING_HORIZONS } from '../forecast/forecaster.js';
import { atShare, newsvendorShare } from '../forecast/quantile-levels.js';
import type { Series } from '../forecast/series.js';

/** How replicas follow from loads. */
export interface PlanRules {
  readonly prices: { readonly missing: number; readonly idle: number };
  readonly readySeconds: number;
  /** By domain. */
  readonly requestsPerReplica: Readonly<Record<string, number>>;
  readonly events: readonly PostedEvent[];
}

/** What is expected of one series. */
export interface Plan {
  readonly by: Forecast['by'];
  /** Why it is not by the model; undefined where it is. */
  readonly reason: string | undefined;
  /** `[HORIZON_SECONDS][QUANTILES]`, in requests a second; undefined where nothing is known. */
  readonly rates: readonly Float64Array[] | undefined;
  /** Undefined where nothing is known, or nobody says what a replica bears. */
  readonly replicas: number | undefined;
}

/** A forecast that waits for the minute that it was made for. */
interface Pending {
  readonly seconds: number;
  readonly quantiles: Float64Array;
}

/** Plans for series by the minute, and corrects its forecasts by how earlier ones turned out. */
export class Planner {
  readonly #rules: PlanRules;
  readonly #learned = new Map<string, { conformal: AdaptiveConformal; pending: Pending[] }[]>();

  constructor(rules: PlanRules) {
    this.#rules = rules;
  }

  /** Call it for every closed minute. @param series up to that minute, in requests a minute */
  plan(series: Series, model: ForecastModel | undefined): Plan {
    const { events, requestsPerReplica, prices, readySeconds } = this.#rules;
    const given = forecast(series, SERVING_HORIZONS, model, events);
    const learned = this.#learnedOf(series.name);
    for (const each of learned) learn(each, series);
    if (given.by === 'none') return { by: 'none', reason: given.reason, rates: undefined, replicas: undefined };
    const end = endOf(series);
    const rates = given.quantiles.map((quantiles, index) => {
      const { conformal, pending } = learned[index];
      const seconds = end + HORIZON_SECONDS[index] - series.stepSeconds;
      // Planned again for the same minute, by another model.
      if (pending[pending.length - 1]?.seconds === seconds) pending.pop();
      pending.push({ seconds, quantiles });
      return conformal.corrected(quantiles).map((value) => value / series.stepSeconds);
    });
    const bears = requestsPerReplica[series.name];
    const horizon = HORIZON_SECONDS.findIndex((seconds) => seconds >= readySeconds);
    // A replica serves from when it is ready on: what comes before the horizon is wanted too.
    const share = newsvendorShare(prices.missing, prices.idle);
    const rate = Math.max(...rates.slice(0, horizon + 1).map((quantiles) => atShare(quantiles, share)));
    const replicas = bears === undefined ? undefined : Math.ceil(rate / bears);
    return { by: given.by, reason: given.by === 'naive' ? given.reason : undefined, rates, replicas };
  }

  #learnedOf(name: string) {
    const known = this.#learned.get(name);
    if (known) return known;
    const made = HORIZON_SECONDS.map(() => ({ conformal: new AdaptiveConformal(), pending: [] as Pending[] }));
    this.#learned.set(name, made);
    return made;
  }
}

/** When the last step of a series ends. */
function endOf({ startSeconds = 0, stepSeconds, values }: Series): number {
  return startSeconds + stepSeconds * values.length;
}

function learn(
  { conformal, pending }: { conformal: AdaptiveConformal; pending: Pending[] },
  { startSeconds = 0, stepSeconds, values }: Series,
): void {
  while (pending.length > 0) {
    const at = Math.round((pending[0].seconds - startSeconds) / stepSeconds);
    if (at >= values.length) return;
    const { quantiles } = pending.shift()!;
    if (at >= 0) conformal.observe(values[at], quantiles);
  }
}
