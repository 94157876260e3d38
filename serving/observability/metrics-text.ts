/** One sample of a metric: its name, its labels, and its value, which may be infinite or not a number. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a text of metrics holds. */
export interface ReadMetrics {
  readonly samples: readonly MetricSample[];
  /** Numbers of the lines that are neither a sample, nor a comment, nor empty; from 1. */
  readonly brokenLines: readonly number[];
}

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?$/u;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/uy;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/**
 * Reads metrics in Prometheus's text format (prometheus.io, "Exposition formats", version 0.0.4). What is broken is left out
 * and told by its line, so that one wrong line does not hide the others.
 */
export function readMetrics(text: string): ReadMetrics {
  const samples: MetricSample[] = [];
  const brokenLines: number[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const sample = sampleOf(line);
    if (sample) samples.push(sample);
    else brokenLines.push(index + 1);
  }
  return { samples, brokenLines };
}

function sampleOf(line: string): MetricSample | undefined {
  const [, name, list = '', written = ''] = SAMPLE.exec(line) ?? [];
  const labels = labelsOf(list);
  const value = numberOf(written);
  return name === undefined || labels === undefined || value === undefined ? undefined : { name, labels, value };
}

function labelsOf(list: string): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  let end = 0;
  while (end < list.length) {
    LABEL.lastIndex = end;
    const [all, name, value] = LABEL.exec(list) ?? [];
    if (all === undefined || name === undefined || value === undefined) return undefined;
    labels.push([name, value.replaceAll(/\\(.)/gu, (_, letter: string) => ESCAPED[letter] ?? letter)]);
    end += all.length;
  }
  return Object.fromEntries(labels);
}

/** A number as Go reads it, which Prometheus is written in: prom-client writes `Nan`. */
function numberOf(written: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/iu.test(written)) return written.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/iu.test(written)) return Number.NaN;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(written) ? Number(written) : undefined;
}
