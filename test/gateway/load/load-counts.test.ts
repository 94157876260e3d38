import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { DomainOutcome } from '../../../gateway/domains/outcome.js';
import { LoadCounts } from '../../../gateway/load/load-counts.js';

const replied = (domain: string, screened: boolean) => ({ status: 'OK', domain, reply: { screened } }) as DomainOutcome;

test('counts requests, what screens did not end, and CPU time, since they were last taken', async () => {
  let cpuMs = 1_000;
  const registry = new Registry();
  const counts = new LoadCounts(registry, () => cpuMs);
  counts.asked([
    replied('music', false),
    replied('books', true),
    { status: 'DEADLINE', domain: 'video' } as DomainOutcome,
  ]);
  counts.asked([replied('music', false)]);
  cpuMs = 1_012.4;
  expect(counts.take()).toEqual({
    requests: 2,
    cpuMs: 12,
    domains: { music: { unscreened: 2 }, video: { unscreened: 1 } },
  });
  expect(counts.take()).toEqual({ requests: 0, cpuMs: 0, domains: {} });
  const text = await registry.metrics();
  for (const line of [
    'nlu_load_requests_total 2',
    'nlu_load_unscreened_total{domain="music"} 2',
    'nlu_load_cpu_ms_total 1012.4',
  ]) {
    expect(text).toContain(line);
  }
});
