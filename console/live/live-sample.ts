import type { LiveDomain, LiveSample } from '../model/live.js';
import { type Counters, riseOf } from './counters.js';
import { histogramOf, histogramQuantile, histogramRise } from './histogram.js';

/** All metrics at one moment. */
export interface Reading {
  /** Unix time in ms. */
  readonly atMs: number;
  readonly counters: Counters;
}

/** A gateway's calls that answer requests. */
const ANSWERING = ['/nlu.v1.Gateway/Interpret', '/nlu.v1.Gateway/Rerank'];
/** Worst first. */
const BREAKER_STATES = ['open', 'half-open', 'closed'];

/** What happened between two readings. */
export function sampleBetween(before: Reading, now: Reading): LiveSample {
  const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
  const rise = (name: string, labels?: Record<string, string>) =>
    riseOf(now.counters.sum(name, labels), before.counters.sum(name, labels));
  const answers = rise('nlu_answers_total');
  const decisions = now.counters.valuesOf('nlu_answers_total', 'decision');
  const names = now.counters.valuesOf('nlu_domain_calls_total', 'domain');
  return {
    atMs: now.atMs,
    requests: answers / seconds,
    decisions: Object.fromEntries(
      decisions.map((decision) => [decision, rise('nlu_answers_total', { decision }) / seconds]),
    ),
    degraded: shareOf(rise('nlu_answers_total', { degraded: 'true' }), answers),
    ...quantilesMs(
      before,
      now,
      'nlu_rpc_seconds',
      ANSWERING.map((method) => ({ service: 'gateway', method })),
    ),
    domains: Object.fromEntries(names.map((domain) => [domain, domainBetween(before, now, domain, seconds, rise)])),
  };
}

function domainBetween(
  before: Reading,
  now: Reading,
  domain: string,
  seconds: number,
  rise: (name: string, labels?: Record<string, string>) => number,
): LiveDomain {
  const calls = rise('nlu_domain_calls_total', { domain });
  const requests = rise('nlu_load_requests_total');
  const unscreened = rise('nlu_load_unscreened_total', { domain });
  const breaker = BREAKER_STATES.find((state) =>
    now.counters.of('nlu_breaker_state', { domain, state }).some(({ value }) => value === 1),
  );
  return {
    calls: calls / seconds,
    failed: shareOf(calls - rise('nlu_domain_calls_total', { domain, status: 'OK' }), calls),
    ...quantilesMs(before, now, 'nlu_domain_seconds', [{ domain }]),
    screened: shareOf(Math.max(0, requests - unscreened), requests),
    breaker,
  };
}

function quantilesMs(
  before: Reading,
  now: Reading,
  name: string,
  kinds: readonly Record<string, string>[],
): { p50Ms?: number | undefined; p99Ms?: number | undefined } {
  const rise = histogramRise(histogramOf(now.counters, name, ...kinds), histogramOf(before.counters, name, ...kinds));
  const ms = (share: number) => {
    const quantile = histogramQuantile(rise, share);
    return quantile === undefined ? undefined : 1000 * quantile;
  };
  return { p50Ms: ms(0.5), p99Ms: ms(0.99) };
}

function shareOf(part: number, all: number): number | undefined {
  return all > 0 ? Math.min(1, Math.max(0, part / all)) : undefined;
}
