import { type MetricSample, readMetrics } from '../../serving/observability/metrics-text.js';

/** The samples of a scrape in Prometheus's text format, in order. @throws for a text that is broken */
export function samplesOf(text: string): readonly MetricSample[] {
  const { samples, brokenLines } = readMetrics(text);
  if (brokenLines.length > 0) throw new Error(`lines ${brokenLines.join(', ')} are no samples`);
  return samples;
}

/** The value of the only sample of that name that has these labels; undefined where there is none. @throws for several */
export function sampleValue(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const found = samplesOf(text).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  if (found.length > 1) throw new Error(`${name} has ${found.length} samples with ${JSON.stringify(labels)}`);
  return found[0]?.value;
}
