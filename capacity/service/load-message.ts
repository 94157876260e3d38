import { z } from 'zod';
import { readMetrics } from '../../serving/observability/metrics-text.js';
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
  for (const { name, labels, value } of readMetrics(text).samples) {
    if (!Number.isFinite(value)) continue;
    if (name === 'nlu_load_requests_total') counters[GATEWAY] = value;
    const { domain = '' } = labels;
    if (name === 'nlu_load_unscreened_total' && /^[a-z][a-z0-9-]{0,62}$/.test(domain)) counters[domain] = value;
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
