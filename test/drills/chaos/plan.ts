import type { Random } from '../../../training/numeric/random.js';

/** One thing that goes wrong, and for how long; a service is a domain's replica or a gateway. */
export type Fault =
  | { readonly kind: 'kill'; readonly service: string }
  | { readonly kind: 'stop'; readonly service: string; readonly ms: number }
  | { readonly kind: 'delay'; readonly service: string; readonly ms: number; readonly byMs: number }
  | { readonly kind: 'cut'; readonly service: string }
  /** Its time of day is wrong by so many ms for a while, and then right again. */
  | { readonly kind: 'clock'; readonly service: string; readonly ms: number; readonly byMs: number }
  | { readonly kind: 'nats'; readonly ms: number }
  | { readonly kind: 'reload'; readonly domain: string }
  /** NATS loses all that it stored, or the last deployment of a domain; what is deployed afterwards must be followed. */
  | { readonly kind: 'emptied' }
  | { readonly kind: 'lost'; readonly domain: string };

/** Every kind of fault. */
export const FAULTS = [
  'kill',
  'stop',
  'delay',
  'cut',
  'clock',
  'nats',
  'reload',
  'emptied',
  'lost',
] as const satisfies readonly Fault['kind'][];
const KINDS = ['kill', 'stop', 'delay', 'cut', 'clock', 'nats', 'reload'] as const;
/** Of so many faults one is a loss of the store: it takes long. */
const LOSS_EVERY = 20;
/** By how much a clock may be wrong, forth or back: a day. */
const MOST_WRONG_MS = 86_400_000;

/** What faults may happen to. */
export interface Targets {
  readonly domains: readonly string[];
  /**
   * Replicas of domains, and gateways where a caller has more than one: what happens to the only one is no fault of the rest.
   */
  readonly services: readonly string[];
}

/**
 * Yields faults without end, in an order that the seed decides.
 * @param only the kinds to yield, at least one
 */
export function* faults(
  random: Random,
  targets: Targets,
  only: ReadonlySet<Fault['kind']> = new Set(FAULTS),
): Generator<Fault, never> {
  for (const fault of anyFaults(random, targets)) if (only.has(fault.kind)) yield fault;
  throw new Error('there is always another fault');
}

function* anyFaults(random: Random, { domains, services }: Targets): Generator<Fault, never> {
  const ms = () => 200 + random.below(1_300);
  while (true) {
    if (random.below(LOSS_EVERY) === 0) {
      yield random.below(2) === 0
        ? { kind: 'emptied' }
        : { kind: 'lost', domain: domains[random.below(domains.length)] };
      continue;
    }
    const kind = KINDS[random.below(KINDS.length)];
    const service = services[random.below(services.length)];
    if (kind === 'nats') yield { kind, ms: ms() };
    else if (kind === 'reload') yield { kind, domain: domains[random.below(domains.length)] };
    else if (kind === 'stop') yield { kind, service, ms: ms() };
    else if (kind === 'delay') yield { kind, service, ms: ms(), byMs: 30 + random.below(470) };
    else if (kind === 'clock') {
      yield { kind, service, ms: ms(), byMs: random.below(2 * MOST_WRONG_MS) - MOST_WRONG_MS };
    } else yield { kind, service };
  }
}
