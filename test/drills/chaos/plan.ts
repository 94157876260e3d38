import type { Random } from '../../../training/numeric/random.js';

/** One thing that goes wrong, and for how long; a service is a domain's replica or a gateway. */
export type Fault =
  | { readonly kind: 'kill'; readonly service: string }
  | { readonly kind: 'stop'; readonly service: string; readonly ms: number }
  | { readonly kind: 'delay'; readonly service: string; readonly ms: number; readonly byMs: number }
  | { readonly kind: 'cut'; readonly service: string }
  | { readonly kind: 'nats'; readonly ms: number }
  | { readonly kind: 'reload'; readonly domain: string };

const KINDS: readonly Fault['kind'][] = ['kill', 'stop', 'delay', 'cut', 'nats', 'reload'];

/** What faults may happen to. */
export interface Targets {
  readonly domains: readonly string[];
  /**
   * Replicas of domains, and gateways where a caller has more than one: what happens to the only one is no fault of the rest.
   */
  readonly services: readonly string[];
}

/** Yields faults without end, in an order that the seed decides. */
export function* faults(random: Random, { domains, services }: Targets): Generator<Fault, never> {
  const ms = () => 200 + random.below(1_300);
  while (true) {
    const kind = KINDS[random.below(KINDS.length)];
    const service = services[random.below(services.length)];
    if (kind === 'nats') yield { kind, ms: ms() };
    else if (kind === 'reload') yield { kind, domain: domains[random.below(domains.length)] };
    else if (kind === 'stop') yield { kind, service, ms: ms() };
    else if (kind === 'delay') yield { kind, service, ms: ms(), byMs: 30 + random.below(470) };
    else yield { kind, service };
  }
}
