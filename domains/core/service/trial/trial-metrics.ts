import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Trial } from '../../../../bundles/lifecycle/trials/trial.js';
import { CONFIDENCE_BUCKETS } from '../../../../serving/observability/confidence.js';
import { LATENCY_BUCKETS } from '../../../../serving/observability/rpc-metrics.js';
import { type Belief, FLIPS, type Flip } from './flip.js';
import type { Side, TrialVersion } from './trial-counts.js';

/** A trial's two versions. */
type Versions = Readonly<Record<Side, TrialVersion>>;

/** A domain's metrics of its latest trial: names and numbers only, no text of a request. A new trial begins from nothing. */
export class TrialMetrics {
  readonly #domain: string;
  readonly #running: Gauge<'domain' | 'version' | 'mode' | 'percent'>;
  readonly #requests: Counter<'domain' | 'version' | 'side'>;
  readonly #errors: Counter<'domain' | 'version' | 'side'>;
  readonly #seconds: Histogram<'domain' | 'version' | 'side'>;
  readonly #confidence: Histogram<'domain' | 'version' | 'side'>;
  readonly #change: Counter<'domain' | 'version'>;
  readonly #flips: Counter<'domain' | 'version' | 'kind'>;
  readonly #dropped: Counter<'domain' | 'version'>;
  #versions: Versions | undefined;

  /** @param look is called before a scrape, and ends what is over */
  constructor(registry: Registry, domain: string, look: () => void) {
    const registers = [registry];
    const labelNames = ['domain', 'version', 'side'] as const;
    this.#domain = domain;
    this.#running = new Gauge({
      name: 'nlu_trial_running',
      help: '1 while a version is tried beside the active one, by mode and by percent of the customers',
      labelNames: ['domain', 'version', 'mode', 'percent'],
      registers,
      collect: look,
    });
    this.#requests = new Counter({
      name: 'nlu_trial_requests_total',
      help: 'Requests of a trial by version; of a shadow those that both versions scored',
      labelNames,
      registers,
    });
    this.#errors = new Counter({
      name: 'nlu_trial_errors_total',
      help: 'Requests of a trial that a version failed on through no fault of the caller',
      labelNames,
      registers,
    });
    this.#seconds = new Histogram({
      name: 'nlu_trial_seconds',
      help: 'Time that a version took to interpret a request of a trial',
      labelNames,
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.#confidence = new Histogram({
      name: 'nlu_trial_confidence',
      help: 'Confidence of the best hypothesis in a trial, by version; 0 when there was none',
      labelNames,
      buckets: CONFIDENCE_BUCKETS,
      registers,
    });
    this.#change = new Counter({
      name: 'nlu_trial_confidence_change_total',
      help: 'Differences between the confidences of active version and shadow, without sign, summed',
      labelNames: ['domain', 'version'],
      registers,
    });
    this.#flips = new Counter({
      name: 'nlu_trial_flips_total',
      help: 'Utterances that a shadow says something else of than the active version, by what',
      labelNames: ['domain', 'version', 'kind'],
      registers,
    });
    this.#dropped = new Counter({
      name: 'nlu_trial_dropped_total',
      help: 'Requests that a shadow did not score, for lack of time or room',
      labelNames: ['domain', 'version'],
      registers,
    });
  }

  /** A trial begins. Prometheus sees an increase only from a sample that was there before. */
  began(plan: Trial, versions: Versions): void {
    for (const metric of [this.#requests, this.#errors, this.#seconds, this.#confidence]) metric.reset();
    for (const metric of [this.#change, this.#flips, this.#dropped]) metric.reset();
    this.#running.reset();
    this.#versions = versions;
    for (const side of ['active', 'candidate'] as const) {
      for (const counter of [this.#requests, this.#errors]) counter.inc(this.#labels(side), 0);
    }
    const { version } = versions.candidate;
    const percent = plan.mode === 'share' ? String(plan.percent) : '';
    this.#running.set({ domain: this.#domain, version, mode: plan.mode, percent }, 1);
    if (plan.mode !== 'shadow') return;
    for (const kind of FLIPS) this.#flips.inc({ domain: this.#domain, version, kind }, 0);
    for (const counter of [this.#change, this.#dropped]) counter.inc({ domain: this.#domain, version }, 0);
  }

  /** The trial has ended; its counts stay until another begins. */
  ended(): void {
    this.#running.reset();
  }

  answered(side: Side, { confidence }: Belief, latencyMs: number): void {
    const labels = this.#labels(side);
    this.#requests.inc(labels);
    this.#seconds.observe(labels, latencyMs / 1000);
    this.#confidence.observe(labels, confidence);
  }

  failed(side: Side): void {
    this.#requests.inc(this.#labels(side));
    this.#errors.inc(this.#labels(side));
  }

  compared(flip: Flip | undefined, change: number): void {
    const { domain, version } = this.#labels('candidate');
    if (flip) this.#flips.inc({ domain, version, kind: flip });
    this.#change.inc({ domain, version }, change);
  }

  dropped(number: number): void {
    const { domain, version } = this.#labels('candidate');
    this.#dropped.inc({ domain, version }, number);
  }

  #labels(side: Side) {
    return { domain: this.#domain, version: this.#versions?.[side].version ?? '', side };
  }
}
