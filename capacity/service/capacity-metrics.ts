import { Counter, Gauge, type Registry } from 'prom-client';

/** What a forecast comes from, as a label's value. */
export type ForecastBy = 'model' | 'naive' | 'none';

/** The metrics of the capacity process. A forecast that is not known is absent: scaling goes on by load alone. */
export class CapacityMetrics {
  readonly rates: Gauge<'domain' | 'horizon' | 'quantile'>;
  readonly replicas: Gauge<'domain'>;
  readonly by: Gauge<'domain' | 'by'>;
  readonly messages: Counter<'result'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.rates = new Gauge({
      name: 'nlu_forecast_requests_per_second',
      help: 'Quantiles of the load to come, by domain (gateway: all requests) and seconds from now; absent where not known',
      labelNames: ['domain', 'horizon', 'quantile'],
      registers,
    });
    this.replicas = new Gauge({
      name: 'nlu_replicas_wanted',
      help: 'Replicas that the load to come will want at the quantile of the two prices; absent where not known',
      labelNames: ['domain'],
      registers,
    });
    this.by = new Gauge({
      name: 'nlu_forecast_by',
      help: '1 for what the forecast of a domain comes from: model, naive (yesterday), or none',
      labelNames: ['domain', 'by'],
      registers,
    });
    this.messages = new Counter({
      name: 'nlu_load_messages_total',
      help: 'Counts that came from gateways, by whether they could be read',
      labelNames: ['result'],
      registers,
    });
  }
}
