import { z } from 'zod';
import { GATEWAY } from './load-history.js';

const count = z.number().min(0).max(1e12);

/** What a gateway publishes on `nlu.load`: counts since its message before. */
const loadMessageSchema = z.looseObject({
  requests: count,
  domains: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/), z.looseObject({ unscreened: count })),
});

/** The counts of a message by series; undefined for what is no such message. */
export function parseLoadMessage(text: string): Record<string, number> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = loadMessageSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const domains = Object.entries(parsed.data.domains).map(([name, { unscreened }]) => [name, unscreened]);
  return { ...Object.fromEntries(domains), [GATEWAY]: parsed.data.requests };
}

/** Counters of a gateway's /metrics, by series: `nlu_load_requests_total` and `nlu_load_unscreened_total{domain}`. */
export function parseMetrics(text: string): Record<string, number> {
  const counters: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const match = /^nlu_load_(requests|unscreened)_total(?:\{([^}]*)\})? ([0-9.e+]+)(?: \d+)?$/.exec(line.trim());
    if (!match) continue;
    const name = match[1] === 'requests' ? GATEWAY : /domain="([a-z][a-z0-9-]{0,62})"/.exec(match[2] ?? '')?.[1];
    const value = Number(match[3]);
    if (name !== undefined && Number.isFinite(value)) counters[name] = value;
  }
  return counters;
}

/** What counters rose by; one that is lower than before began anew at 0. Nothing where there was no reading before. */
export function increases(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>> | undefined,
): Record<string, number> {
  if (!before) return {};
  return Object.fromEntries(
    Object.entries(now).map(([name, value]) => {
      const last = before[name] ?? 0;
      return [name, value >= last ? value - last : value];
    }),
  );
}
