import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { watchNats } from '../../bundles/sources/nats/nats-metrics.js';
import { CatalogueMetrics } from '../../domains/core/service/catalogue/catalogue-metrics.js';
import { DomainMetrics } from '../../domains/core/service/metrics.js';
import { TrialMetrics } from '../../domains/core/service/trial/trial-metrics.js';
import { EventMetrics } from '../../gateway/feedback/recording/event-metrics.js';
import { VersionOutcomes } from '../../gateway/feedback/versions/version-outcomes.js';
import { GatewayMetrics } from '../../gateway/service/metrics.js';
import { Admission } from '../../serving/admission/admission.js';
import { RpcMetrics } from '../../serving/observability/rpc-metrics.js';
import { projectRoot } from '../../serving/project.js';

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** Every name that our processes report, and what Prometheus makes of histograms. */
function reported(): Set<string> {
  const gateway = new Registry();
  const admission = new Admission({ concurrency: 1, queue: 0, queueMs: 1, slowMs: 1 });
  new RpcMetrics(gateway, admission);
  new GatewayMetrics(gateway, []);
  new EventMetrics(gateway).watch(() => 0);
  new VersionOutcomes(gateway);
  collectDefaultMetrics({ register: gateway });
  const domain = new Registry();
  new DomainMetrics(domain, 'music', { music: () => [] });
  new CatalogueMetrics(domain, 'music');
  new TrialMetrics(domain, 'music', () => {});
  watchNats(domain, 'music', { isUp: true }, { heardAt: undefined });
  const names = [gateway, domain].flatMap((registry) => registry.getMetricsAsArray().map(({ name }) => name));
  return new Set(names.flatMap((name) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]));
}

test.each(['deploy/grafana-dashboard.json', 'deploy/alerts.yaml'])(
  '%s asks only for metrics that there are',
  (file) => {
    const text = readFileSync(join(projectRoot(), file), 'utf8');
    const names = [...text.matchAll(/\b(?:nlu|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(5);
    const known = reported();
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  },
);

test('every panel asks something', () => {
  const file = join(projectRoot(), 'deploy', 'grafana-dashboard.json');
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
  expect(panels.filter(({ targets }) => targets.length === 0 || targets.some(({ expr }) => !expr))).toEqual([]);
});
