import { Gauge, type Registry } from 'prom-client';
import type { NatsSource } from './nats-source.js';
import type { NatsStores } from './nats-stores.js';

/** Ways to NATS of one process, by what their bundles are for. */
type Ways = Map<string, { readonly stores: Pick<NatsStores, 'isUp'>; readonly source: Pick<NatsSource, 'heardAt'> }>;

/** A process may take bundles for several things, such as a domain and its catalogue. */
const waysOf = new WeakMap<Registry, Ways>();

/**
 * Registers the metrics of a process's way to NATS: without them a process that is cut off goes on with what it has, and
 * nobody sees for days that no deployment reaches it.
 * @param domain what the bundles are for: a domain, a catalogue, or `priors`
 */
export function watchNats(
  registry: Registry,
  domain: string,
  stores: Pick<NatsStores, 'isUp'>,
  source: Pick<NatsSource, 'heardAt'>,
): void {
  const known = waysOf.get(registry);
  if (known) {
    known.set(domain, { stores, source });
    return;
  }
  const ways: Ways = new Map([[domain, { stores, source }]]);
  waysOf.set(registry, ways);
  const common = { labelNames: ['domain'], registers: [registry] };
  new Gauge({
    ...common,
    name: 'nlu_nats_connected',
    help: '1 while bundles and deployments can be had from NATS, else 0',
    collect() {
      for (const [name, way] of ways) this.set({ domain: name }, way.stores.isUp ? 1 : 0);
    },
  });
  new Gauge({
    ...common,
    name: 'nlu_nats_heard_seconds',
    help: 'When NATS last told what is deployed, as Unix time, 0 for never: time() less it is the age of what is cached',
    collect() {
      for (const [name, way] of ways) this.set({ domain: name }, (way.source.heardAt ?? 0) / 1000);
    },
  });
}
