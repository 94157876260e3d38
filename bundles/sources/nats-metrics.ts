import { Gauge, type Registry } from 'prom-client';
import type { NatsSource } from './nats-source.js';
import type { NatsStores } from './nats-stores.js';

/**
 * Registers the metrics of a process's way to NATS: without them a process that is cut off goes on with what it has, and
 * nobody sees for days that no deployment reaches it.
 * @param domain what the bundles are for: a domain, or `priors`
 */
export function watchNats(
  registry: Registry,
  domain: string,
  stores: Pick<NatsStores, 'isUp'>,
  source: Pick<NatsSource, 'heardAt'>,
): void {
  const common = { labelNames: ['domain'], registers: [registry] };
  new Gauge({
    ...common,
    name: 'nlu_nats_connected',
    help: '1 while bundles and deployments can be had from NATS, else 0',
    collect() {
      this.set({ domain }, stores.isUp ? 1 : 0);
    },
  });
  new Gauge({
    ...common,
    name: 'nlu_nats_heard_seconds',
    help: 'When NATS last told what is deployed, as Unix time, 0 for never: time() less it is the age of what is cached',
    collect() {
      this.set({ domain }, (source.heardAt ?? 0) / 1000);
    },
  });
}
