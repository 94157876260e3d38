import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Admission } from '../admission/admission.js';
import { codeOf, type ErrorCode } from '../errors.js';
import type { UnaryHandler } from '../rpc/unary.js';
import { linesDropped } from './log-destination.js';

/** Upper bounds of the latency histograms, in seconds: dense where answers should lie, up to the longest deadline. */
export const LATENCY_BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 10];

/** Metrics of a process's RPCs: rate, errors and latency of each method, refusals, and the state of its admission. */
export class RpcMetrics {
  readonly #calls: Counter<'method' | 'code'>;
  readonly #seconds: Histogram<'method'>;
  readonly #turnedAway: Counter<'reason'>;

  constructor(registry: Registry, admission: Admission) {
    const registers = [registry];
    this.#calls = new Counter({
      name: 'nlu_rpc_calls_total',
      help: 'Calls answered, by method and gRPC status',
      labelNames: ['method', 'code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'nlu_rpc_seconds',
      help: 'Time from a call to its reply, by method',
      labelNames: ['method'],
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.#turnedAway = new Counter({
      name: 'nlu_turned_away_total',
      help: 'Connections and calls refused for who or how their client is, by reason',
      labelNames: ['reason'],
      registers,
    });
    // Prometheus sees an increase only from a sample that was there before.
    for (const reason of ['handshake', 'identity', 'resets', 'connections']) this.#turnedAway.inc({ reason }, 0);
    gauge(registry, 'nlu_log_lines_dropped', 'Lines of the log that nobody read in time', linesDropped);
    gauge(registry, 'nlu_admission_running', 'Calls under way', () => admission.running);
    gauge(registry, 'nlu_admission_waiting', 'Calls that wait for a place', () => admission.waiting);
    gauge(registry, 'nlu_admission_limit', 'Calls that may be under way at this moment', () => admission.limit);
  }

  /** A handler whose calls are counted and timed. */
  measure<Request, Response>(handler: UnaryHandler<Request, Response>): UnaryHandler<Request, Response> {
    return async (request, context) => {
      const stop = this.#seconds.startTimer({ method: context.method });
      let code = 'OK';
      try {
        return await handler(request, context);
      } catch (error) {
        code = codeOf(error);
        throw error;
      } finally {
        stop();
        this.#calls.inc({ method: context.method, code });
      }
    };
  }

  /** Counts a call that was refused before it was made. @param method full name of a method that there is */
  refused(method: string, code: ErrorCode): void {
    this.#calls.inc({ method, code });
  }

  /** Counts a connection whose handshake failed or that was ended for what its client did, or a call that was not authorised. */
  turnedAway(reason: 'handshake' | 'identity' | 'resets' | 'connections'): void {
    this.#turnedAway.inc({ reason });
  }
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}
