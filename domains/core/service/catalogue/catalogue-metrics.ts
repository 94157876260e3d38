import { Counter, Histogram, type Registry } from 'prom-client';
import type { FoundEntities } from '../../../../proto/codec/entity-fields.js';

/** Upper bounds of what a resolution may take, in seconds: 0.15 ms is the aim on average. */
const SECONDS = [0.000_05, 0.000_1, 0.000_15, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05];
const SHARES = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

/** A domain's metrics of what it finds in its catalogue: names and numbers only, no text of a request. */
export class CatalogueMetrics {
  readonly #domain: string;
  readonly #seconds: Histogram<'domain'>;
  readonly #none: Histogram<'domain'>;
  readonly #runs: Counter<'domain' | 'strategy'>;
  readonly #missing: Counter<'domain'>;

  constructor(registry: Registry, domain: string) {
    const common = { labelNames: ['domain'] as const, registers: [registry] };
    this.#domain = domain;
    this.#seconds = new Histogram({
      ...common,
      name: 'nlu_resolution_seconds',
      help: 'Time that a request took to look for its entities; the count is the number of requests that asked',
      buckets: SECONDS,
    });
    this.#none = new Histogram({
      ...common,
      name: 'nlu_resolution_none',
      help: 'Probability that nothing of the catalogue was meant, of each hypothesis that was resolved',
      buckets: SHARES,
    });
    this.#runs = new Counter({
      name: 'nlu_strategy_runs_total',
      help: 'Ways of looking that were decided on in a resolution, those that were left out too, by strategy',
      labelNames: ['domain', 'strategy'],
      registers: [registry],
    });
    this.#missing = new Counter({
      ...common,
      name: 'nlu_catalogue_missing_total',
      help: 'Requests that asked for entities of a domain that has no catalogue',
    });
    this.#missing.inc({ domain }, 0);
  }

  resolved(found: Iterable<FoundEntities>, tookMs: number): void {
    const domain = this.#domain;
    this.#seconds.observe({ domain }, tookMs / 1000);
    for (const { entityNone, strategyRuns } of found) {
      if (entityNone !== undefined) this.#none.observe({ domain }, entityNone);
      for (const { name } of strategyRuns) this.#runs.inc({ domain, strategy: name ?? '' });
    }
  }

  /** A request asked for entities, and there is no catalogue. */
  missing(): void {
    this.#missing.inc({ domain: this.#domain });
  }
}
