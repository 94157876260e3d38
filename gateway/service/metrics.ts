import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { confidenceHistogram } from '../../serving/observability/confidence.js';
import { LATENCY_BUCKETS } from '../../serving/observability/rpc-metrics.js';
import type { Answer } from '../answer/answer.js';
import type { BreakerState } from '../domains/breaker.js';
import type { DomainOutcome } from '../domains/outcome.js';
import { LoadCounts } from '../load/load-counts.js';
import type { RewriteLayer } from '../rewriting/table/rewrite-layer.js';

/** A domain whose breaker and streams are watched. */
interface Watched {
  readonly name: string;
  readonly breakerState: BreakerState;
  /** undefined: it has none, since it is in this process. */
  readonly streams: number | undefined;
}

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half-open', 'open'];

/** The gateway's metrics of domains and answers: names and numbers only, no text of a request. */
export class GatewayMetrics {
  /** What forecasts of load are made of. */
  readonly load: LoadCounts;
  readonly #domainCalls: Counter<'domain' | 'status'>;
  readonly #domainSeconds: Histogram<'domain'>;
  readonly #answers: Counter<'decision' | 'degraded'>;
  readonly #rewrites: Counter<'layer'>;
  readonly #preferencesMissed: Counter;
  readonly #questions: Counter<'kind'>;
  readonly #confidence: (domain: string, confidence: number) => void;

  constructor(registry: Registry, domains: Iterable<Watched>) {
    const registers = [registry];
    this.load = new LoadCounts(registry);
    this.#domainCalls = new Counter({
      name: 'nlu_domain_calls_total',
      help: 'Domains asked, by what became of it',
      labelNames: ['domain', 'status'],
      registers,
    });
    this.#domainSeconds = new Histogram({
      name: 'nlu_domain_seconds',
      help: "Time from asking a domain to its reply or to giving up, by domain; the gateway's own view",
      labelNames: ['domain'],
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.#answers = new Counter({
      name: 'nlu_answers_total',
      help: 'Answers by decision, and whether a domain was missing',
      labelNames: ['decision', 'degraded'],
      registers,
    });
    this.#rewrites = new Counter({
      name: 'nlu_rewrites_total',
      help: 'Requests that were answered by other words than those that were said, by where these come from',
      labelNames: ['layer'],
      registers,
    });
    this.#preferencesMissed = new Counter({
      name: 'nlu_preferences_missed_total',
      help: 'Answers without the preferences of who asked, since they could not be had in time',
      registers,
    });
    this.#questions = new Counter({
      name: 'nlu_questions_total',
      help: 'Questions beside answers, by what they are about',
      labelNames: ['kind'],
      registers,
    });
    this.#confidence = confidenceHistogram(registry);
    const watched = [...domains];
    new Gauge({
      name: 'nlu_breaker_state',
      help: "1 for the state that a domain's circuit breaker is in",
      labelNames: ['domain', 'state'],
      registers,
      collect() {
        for (const { name, breakerState } of watched) {
          for (const state of BREAKER_STATES) this.set({ domain: name, state }, state === breakerState ? 1 : 0);
        }
      },
    });
    new Gauge({
      name: 'nlu_domain_streams',
      help: 'Replicas of a domain that are called by a stream; at 0 calls go one by one',
      labelNames: ['domain'],
      registers,
      collect() {
        for (const { name, streams } of watched) if (streams !== undefined) this.set({ domain: name }, streams);
      },
    });
  }

  /** Counts a request that was rewritten. */
  rewritten(layer: RewriteLayer): void {
    this.#rewrites.inc({ layer });
  }

  /** Counts what became of a fan-out. */
  asked(outcomes: readonly DomainOutcome[]): void {
    this.load.asked(outcomes);
    for (const outcome of outcomes) {
      const { domain, status } = outcome;
      this.#domainCalls.inc({ domain, status });
      this.#domainSeconds.observe({ domain }, outcome.latencyMs / 1000);
      if (outcome.status !== 'OK') continue;
      this.#confidence(domain, Math.max(0, ...outcome.reply.hypotheses.map((one) => one.confidence)));
    }
  }

  /** Counts an answer that goes out without preferences that there may be. */
  preferencesMissed(): void {
    this.#preferencesMissed.inc();
  }

  /** Counts a question that goes out beside an answer. */
  questioned(kind: 'satisfaction' | 'preference'): void {
    this.#questions.inc({ kind });
  }

  /** Counts an answer. @param degraded whether a domain was missing */
  answered({ decision }: Pick<Answer, 'decision'>, degraded: boolean): void {
    this.#answers.inc({ decision, degraded: String(degraded) });
  }
}
