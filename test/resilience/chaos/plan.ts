import type { Random } from '../../../training/random.js';

/** One thing that goes wrong, and for how long. */
export type Fault =
  | { readonly kind: 'kill'; readonly domain: string }
  | { readonly kind: 'stop'; readonly domain: string; readonly ms: number }
  | { readonly kind: 'delay'; readonly domain: string; readonly ms: number; readonly byMs: number }
  | { readonly kind: 'cut'; readonly domain: string }
  | { readonly kind: 'nats'; readonly ms: number }
  | { readonly kind: 'reload'; readonly domain: string };

const kinds: readonly Fault['kind'][] = ['kill', 'stop', 'delay', 'cut', 'nats', 'reload'];

/** Faults without end, in an order that the seed decides. */
export function* faults(random: Random, domains: readonly string[]): Generator<Fault, never> {
  const ms = () => 200 + random.below(1_300);
  while (true) {
    const kind = kinds[random.below(kinds.length)];
    const domain = domains[random.below(domains.length)];
    if (kind === 'nats') yield { kind, ms: ms() };
    else if (kind === 'stop') yield { kind, domain, ms: ms() };
    else if (kind === 'delay') yield { kind, domain, ms: ms(), byMs: 30 + random.below(470) };
    else yield { kind, domain };
  }
}
