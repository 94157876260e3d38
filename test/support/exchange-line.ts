import { expect, onTestFinished, vi } from 'vitest';
import { OUTLIER_RULES as outliers } from '../../gateway/domains/replica-service-config.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { ExchangeLine } from '../../serving/stream/exchange-line.js';
import type { RepeatRules } from '../../serving/stream/repeat-budget.js';
import { fixedAddresses, type ReplicaAddresses } from '../../serving/stream/replica-addresses.js';
import { dial } from './serve.js';

/** The gateway's own. */
export { outliers };

/** Those of the gateway, but for waits that a test would notice. */
const repeatRules: RepeatRules = { attempts: 2, retryBackoffMs: 1, retryBudget: { tokens: 20, ratio: 0.1 } };

export interface LineOptions {
  readonly repeats?: Partial<RepeatRules>;
  /** Where replicas are, where it changes. */
  readonly addresses?: ReplicaAddresses;
  readonly now?: () => number;
}

/** A line to replicas, closed when the test ends; unary calls go to the first address. */
export function lineTo([first, ...others]: readonly string[], { repeats, addresses, ...more }: LineOptions = {}) {
  const line = new ExchangeLine({
    channel: dial(first!),
    addresses: addresses ?? fixedAddresses([first!, ...others]),
    connect: (address) => dial(address),
    repeats: { ...repeatRules, ...repeats },
    outliers,
    ...more,
  });
  onTestFinished(() => line.close());
  const { Interpret } = definitions().domain;
  const interpret = (requestId: string, settings: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    line.call(Interpret, 'Interpret', { requestId, utterance: 'play' }, { timeoutMs: 5_000, ...settings });
  const streams = (count: number) =>
    vi.waitFor(() => expect(line.streams).toBe(count), { timeout: 5_000, interval: 2 });
  return { line, interpret, streams };
}
