import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { mergedMetrics } from '../../../serving/observability/merged-metrics.js';

function registryOf(service: string, calls: number): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  new Counter({ name: 'calls_total', help: 'Calls', labelNames: ['code'], registers: [registry] }).inc(
    { code: 'OK' },
    calls,
  );
  new Histogram({ name: 'seconds', help: 'Times', buckets: [1], registers: [registry] }).observe(calls);
  new Gauge({ name: `only_${service}`, help: 'Its own', registers: [registry] }).set(calls);
  return registry;
}

test('metrics of a name stand under one heading, each with its service', async () => {
  const { metrics, contentType } = mergedMetrics([registryOf('gateway', 1), registryOf('music', 2)]);
  expect(contentType).toMatch(/^text\/plain/);
  expect((await metrics()).split('\n').filter((line) => line !== '')).toEqual([
    '# HELP calls_total Calls',
    '# TYPE calls_total counter',
    'calls_total{code="OK",service="gateway"} 1',
    'calls_total{code="OK",service="music"} 2',
    '# HELP seconds Times',
    '# TYPE seconds histogram',
    'seconds_bucket{le="1",service="gateway"} 1',
    'seconds_bucket{le="+Inf",service="gateway"} 1',
    'seconds_sum{service="gateway"} 1',
    'seconds_count{service="gateway"} 1',
    'seconds_bucket{le="1",service="music"} 0',
    'seconds_bucket{le="+Inf",service="music"} 1',
    'seconds_sum{service="music"} 2',
    'seconds_count{service="music"} 1',
    '# HELP only_gateway Its own',
    '# TYPE only_gateway gauge',
    'only_gateway{service="gateway"} 1',
    '# HELP only_music Its own',
    '# TYPE only_music gauge',
    'only_music{service="music"} 2',
  ]);
});
