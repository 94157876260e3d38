import { type MetricObject, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client';

/** What a scrape shows: metrics as text, and the text's type. */
export type Exposition = Pick<Registry, 'metrics' | 'contentType'>;

/**
 * The metrics of several registries as one text, those of a name under one heading as Prometheus wants them. The
 * registries tell their samples apart by a default label of theirs.
 */
export function mergedMetrics(registries: readonly Registry[]): Exposition {
  return {
    contentType: Registry.PROMETHEUS_CONTENT_TYPE,
    async metrics() {
      const metrics = (await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()))).flat();
      const byName = new Map<string, MetricObjectWithValues<MetricValue<string>>>();
      for (const metric of metrics as MetricObjectWithValues<MetricValue<string>>[]) {
        const known = byName.get(metric.name);
        byName.set(metric.name, known ? { ...known, values: [...known.values, ...metric.values] } : metric);
      }
      const merged = new Registry();
      for (const metric of byName.values()) merged.registerMetric(gathered(metric));
      return merged.metrics();
    },
  };
}

/** A registry asks a metric for nothing but its name and its values. */
function gathered(metric: MetricObject & { readonly name: string }) {
  return { name: metric.name, get: async () => metric } as unknown as Parameters<Registry['registerMetric']>[0];
}
