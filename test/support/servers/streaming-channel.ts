import { expect, onTestFinished, vi } from 'vitest';
import { OUTLIER_RULES } from '../../../gateway/domains/lines/replica-service-config.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { RepeatRules } from '../../../serving/stream/repeat-budget.js';
import { fixedAddresses, type ReplicaAddresses } from '../../../serving/stream/replica-addresses.js';
import { StreamingChannel } from '../../../serving/stream/streaming-channel.js';
import { dial } from './serve.js';

/** The rules of the gateway, with its own deadline's share. */
export const outliers = { ...OUTLIER_RULES, shortestFairMs: 140 };

/** The rules of the gateway, with waits too short for a test to notice. */
const repeatRules: RepeatRules = { attempts: 2, retryBackoffMs: 1, retryBudget: { tokens: 20, ratio: 0.1 } };

export interface StreamingOptions {
  readonly repeats?: Partial<RepeatRules>;
  /** Addresses that change during the test. */
  readonly addresses?: ReplicaAddresses;
  readonly now?: () => number;
}

/** A channel to replicas, closed when the test ends; unary calls go to the first address. */
export function channelTo(
  [first, ...others]: readonly string[],
  { repeats, addresses, ...more }: StreamingOptions = {},
) {
  const channel = new StreamingChannel({
    channel: dial(first!),
    addresses: addresses ?? fixedAddresses([first!, ...others]),
    connect: (address) => dial(address),
    repeats: { ...repeatRules, ...repeats },
    outliers,
    ...more,
  });
  onTestFinished(() => channel.close());
  const { Interpret } = definitions().domain;
  const interpret = (requestId: string, settings: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
    channel.call(Interpret, 'Interpret', { requestId, utterance: 'play' }, { timeoutMs: 5_000, ...settings });
  const streams = (count: number) =>
    vi.waitFor(() => expect(channel.streams).toBe(count), { timeout: 5_000, interval: 2 });
  return { channel, interpret, streams };
}
