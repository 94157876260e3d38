import type { Forecast, LearningCounts, OutcomeCount } from '../model/live.js';
import type { Counters } from './counters.js';

/** What the metrics tell of what learns, since the processes started. */
export function learningCounts(counters: Counters): LearningCounts {
  const by = (name: string, label: string, labels: Record<string, string> = {}) =>
    Object.fromEntries(
      counters.valuesOf(name, label).map((value) => [value, counters.sum(name, { ...labels, [label]: value })]),
    );
  const strategies = counters
    .valuesOf('nlu_strategy_runs_total', 'domain')
    .map((domain) => [domain, by('nlu_strategy_runs_total', 'strategy', { domain })]);
  return {
    rewrites: by('nlu_rewrites_total', 'layer'),
    answers: counters.sum('nlu_answers_total'),
    questions: by('nlu_questions_total', 'kind'),
    events: by('nlu_events_total', 'result'),
    strategies: Object.fromEntries(strategies),
    forecasts: forecastsOf(counters),
    outcomes: outcomesOf(counters),
  };
}

function forecastsOf(counters: Counters): Forecast[] {
  return counters.valuesOf('nlu_forecast_by', 'domain').map((domain) => {
    const byHorizon = new Map<number, Record<string, number>>();
    for (const { labels, value } of counters.of('nlu_forecast_requests_per_second', { domain })) {
      const seconds = Number(labels.horizon);
      const quantiles = byHorizon.get(seconds) ?? {};
      quantiles[labels.quantile ?? ''] = value;
      byHorizon.set(seconds, quantiles);
    }
    const by = counters.of('nlu_forecast_by', { domain }).find(({ value }) => value === 1)?.labels.by ?? 'none';
    const [wanted] = counters.of('nlu_replicas_wanted', { domain });
    const horizons = [...byHorizon]
      .sort(([one], [other]) => one - other)
      .map(([seconds, quantiles]) => ({ seconds, quantiles }));
    return { domain, by, replicasWanted: wanted?.value, horizons };
  });
}

function outcomesOf(counters: Counters): OutcomeCount[] {
  const name = 'nlu_outcomes_total';
  return counters.valuesOf(name, 'domain').flatMap((domain) => {
    const versions = new Set(counters.of(name, { domain }).map(({ labels }) => labels.version ?? ''));
    return [...versions].sort().map((version) => ({
      domain,
      version,
      fine: counters.sum(name, { domain, version, won: 'true', outcome: 'fine' }),
      defect: counters.sum(name, { domain, version, won: 'true', outcome: 'defect' }),
    }));
  });
}
