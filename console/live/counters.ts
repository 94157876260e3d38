import type { MetricSample } from '../../serving/observability/metrics-text.js';

/** The most values of a label that are told apart: nobody has as many domains. */
const MOST_VALUES = 100;

/** The samples of several processes, to be asked by name and labels. */
export class Counters {
  readonly #byName = new Map<string, MetricSample[]>();

  constructor(samples: readonly MetricSample[]) {
    for (const sample of samples) {
      if (!Number.isFinite(sample.value)) continue;
      const known = this.#byName.get(sample.name);
      if (known) known.push(sample);
      else this.#byName.set(sample.name, [sample]);
    }
  }

  /** The samples of a metric that have these labels. */
  of(name: string, labels: Readonly<Record<string, string>> = {}): readonly MetricSample[] {
    const wanted = Object.entries(labels);
    return (this.#byName.get(name) ?? []).filter((sample) =>
      wanted.every(([label, value]) => sample.labels[label] === value),
    );
  }

  /** Their sum; 0 for none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number {
    return this.of(name, labels).reduce((total, { value }) => total + value, 0);
  }

  /** The values that a label has, in alphabetical order. */
  valuesOf(name: string, label: string): string[] {
    const values = new Set(this.of(name).map(({ labels }) => labels[label] ?? ''));
    values.delete('');
    return [...values].sort().slice(0, MOST_VALUES);
  }
}

/** What a counter rose by between two readings; one that is lower than before began anew at 0. */
export function riseOf(now: number, before: number): number {
  return now >= before ? now - before : now;
}
