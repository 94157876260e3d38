import { Counter, Gauge, type Registry } from 'prom-client';

/** What became of an event. */
export type EventResult =
  | 'stored'
  | 'duplicate'
  | 'forgotten'
  | 'too-many'
  | 'failed'
  | 'dropped'
  | 'refused'
  | 'too-old'
  | 'in-future';

/** The gateway's metrics of events. */
export class EventMetrics {
  readonly #registry: Registry;
  readonly #events: Counter<'kind' | 'result'>;

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#events = new Counter({
      name: 'nlu_events_total',
      help: 'Events of requests and outcomes by what became of them; dropped: there was no room, or the process ended',
      labelNames: ['kind', 'result'],
      registers: [registry],
    });
    // Alerts compare rates, which need a first value.
    this.#events.inc({ kind: 'request', result: 'dropped' }, 0);
    this.#events.inc({ kind: 'outcome', result: 'failed' }, 0);
  }

  /** @param waiting tells how many requests wait to be written */
  watch(waiting: () => number): void {
    new Gauge({
      name: 'nlu_events_waiting',
      help: 'Requests whose events wait to be written',
      registers: [this.#registry],
      collect() {
        this.set(waiting());
      },
    });
  }

  count(kind: 'request' | 'outcome', result: EventResult, number = 1): void {
    if (number > 0) this.#events.inc({ kind, result }, number);
  }
}
