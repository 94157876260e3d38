import { expect, it } from 'vitest';
import { confidenceSpreads } from '../../../console/live/confidence-spread.js';
import { Counters } from '../../../console/live/counters.js';
import { histogramOf, histogramQuantile } from '../../../console/live/histogram.js';
import { learningCounts } from '../../../console/live/learning-counts.js';
import { sampleBetween } from '../../../console/live/live-sample.js';
import { readMetrics } from '../../../serving/observability/metrics-text.js';

const reading = (atMs: number, text: string) => ({ atMs, counters: new Counters(readMetrics(text).samples) });

const BEFORE = `
nlu_answers_total{decision="ACCEPT",degraded="false"} 100
nlu_answers_total{decision="REJECT",degraded="true"} 10
nlu_domain_calls_total{domain="music",status="OK"} 50
nlu_domain_calls_total{domain="music",status="DEADLINE"} 5
nlu_load_requests_total 200
nlu_load_unscreened_total{domain="music"} 100
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="0.01"} 10
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="0.02"} 20
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="+Inf"} 20`;
const AFTER = `
nlu_answers_total{decision="ACCEPT",degraded="false"} 120
nlu_answers_total{decision="REJECT",degraded="true"} 20
nlu_domain_calls_total{domain="music",status="OK"} 68
nlu_domain_calls_total{domain="music",status="DEADLINE"} 7
nlu_load_requests_total 220
nlu_load_unscreened_total{domain="music"} 105
nlu_breaker_state{domain="music",state="closed"} 0
nlu_breaker_state{domain="music",state="open"} 1
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="0.01"} 10
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="0.02"} 120
nlu_rpc_seconds_bucket{service="gateway",method="/nlu.v1.Gateway/Interpret",le="+Inf"} 120`;

it('a sample is what came between two readings, a second', () => {
  const sample = sampleBetween(reading(1_000, BEFORE), reading(3_000, AFTER));
  expect(sample).toMatchObject({ atMs: 3_000, requests: 15, decisions: { ACCEPT: 10, REJECT: 5 } });
  expect(sample.degraded).toBeCloseTo(1 / 3);
  expect(sample.p50Ms).toBeCloseTo(15);
  expect(sample.p99Ms).toBeCloseTo(19.9);
  expect(sample.domains.music).toMatchObject({ calls: 10, failed: 0.1, screened: 0.75, breaker: 'open' });
});

it('a process that began anew counts from 0', () => {
  const restarted = 'nlu_answers_total{decision="ACCEPT",degraded="false"} 4';
  expect(sampleBetween(reading(0, BEFORE), reading(2_000, restarted)).decisions).toEqual({ ACCEPT: 2 });
});

it('without answers nothing is claimed of them', () => {
  const { requests, degraded, p50Ms } = sampleBetween(reading(0, BEFORE), reading(2_000, BEFORE));
  expect({ requests, degraded, p50Ms }).toEqual({ requests: 0, degraded: undefined, p50Ms: undefined });
});

it("a quantile is taken as Prometheus's histogram_quantile takes it", () => {
  const { counters } = reading(0, 'a_bucket{le="1"} 2\na_bucket{le="3"} 6\na_bucket{le="+Inf"} 8');
  const histogram = histogramOf(counters, 'a', {});
  expect(histogram).toEqual({ ends: [1, 3, Infinity], counts: [2, 4, 2] });
  expect(histogramQuantile(histogram, 0.25)).toBeCloseTo(1);
  expect(histogramQuantile(histogram, 0.5)).toBeCloseTo(2);
  expect(histogramQuantile(histogram, 0.9)).toBe(3);
  expect(histogramQuantile({ ends: [], counts: [] }, 0.5)).toBeUndefined();
});

it('few watched answers tell nothing of a spread: then all count', () => {
  const spread = (count: number) =>
    ['0.5', '1', '+Inf']
      .map(
        (le, index) => `nlu_confidence_bucket{service="gateway",domain="music",le="${le}"} ${index === 0 ? 1 : count}`,
      )
      .concat(`nlu_confidence_count{service="gateway",domain="music"} ${count}`)
      .join('\n');
  const few = confidenceSpreads(reading(0, spread(1_000)), reading(1, spread(1_100)));
  expect(few.music).toMatchObject({ of: 'started', count: 1_100 });
  const many = confidenceSpreads(reading(0, spread(1_000)), reading(1, spread(1_500)));
  expect(many.music).toMatchObject({ of: 'watched', count: 500, shares: [0, 1, 0] });
});

it('tells what learns, by the names that the processes use', () => {
  const { counters } = reading(
    0,
    `
nlu_rewrites_total{layer="KNOWN"} 3
nlu_strategy_runs_total{domain="music",strategy="exact"} 9
nlu_forecast_by{domain="music",by="model"} 1
nlu_forecast_by{domain="music",by="naive"} 0
nlu_replicas_wanted{domain="music"} 4
nlu_forecast_requests_per_second{domain="music",horizon="300",quantile="0.5"} 20
nlu_forecast_requests_per_second{domain="music",horizon="60",quantile="0.5"} 10
nlu_outcomes_total{domain="music",version="v1",won="true",outcome="fine"} 90
nlu_outcomes_total{domain="music",version="v1",won="false",outcome="defect"} 7
nlu_outcomes_total{domain="music",version="v1",won="true",outcome="defect"} 10`,
  );
  expect(learningCounts(counters)).toMatchObject({
    rewrites: { KNOWN: 3 },
    strategies: { music: { exact: 9 } },
    forecasts: [
      {
        domain: 'music',
        by: 'model',
        replicasWanted: 4,
        horizons: [
          { seconds: 60, quantiles: { '0.5': 10 } },
          { seconds: 300, quantiles: { '0.5': 20 } },
        ],
      },
    ],
    outcomes: [{ domain: 'music', version: 'v1', fine: 90, defect: 10 }],
  });
});
