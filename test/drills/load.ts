import type { Client } from '@grpc/grpc-js';
import { NluError } from '../../serving/errors.js';
import { callUnary } from '../../serving/rpc/client.js';
import { definitions } from '../../serving/rpc/definitions.js';
import { utterances } from './utterances.js';

/** Counts and times of a load's requests. */
export interface Tally {
  sent: number;
  /** Requests answered inside the deadline by every domain. */
  whole: number;
  /** Requests answered inside the deadline by some domains, and marked as such. */
  degraded: number;
  /** Requests that ended in RESOURCE_EXHAUSTED. */
  refused: number;
  /** Requests that ended in any other error. */
  failed: number;
  /** Latency of each answer, in ms from the intended send. */
  readonly latenciesMs: number[];
  /** Time from the intended to the actual send of each request, in ms. */
  readonly lateMs: number[];
}

export interface LoadOptions {
  readonly seconds: number;
  readonly deadlineMs: number;
}

const emptyTally = (): Tally => ({
  sent: 0,
  whole: 0,
  degraded: 0,
  refused: 0,
  failed: 0,
  latenciesMs: [],
  lateMs: [],
});

/** Lets each of `callers` ask again as soon as it is answered, which shows the most that a gateway can do. */
export async function closedLoop(channel: Client, callers: number, options: LoadOptions): Promise<Tally> {
  const tally = emptyTally();
  const end = performance.now() + options.seconds * 1000;
  const caller = async () => {
    while (performance.now() < end) await ask(channel, tally, performance.now(), options.deadlineMs);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return tally;
}

/** Sends requests at random moments, `perSecond` on average, whether answers come or not, as the world does. */
export async function openLoop(
  channel: Client,
  perSecond: number,
  options: LoadOptions,
  random: () => number,
): Promise<Tally> {
  const tally = emptyTally();
  const under = new Set<Promise<void>>();
  const start = performance.now();
  for (let at = 0; at < options.seconds * 1000; at += (-Math.log(1 - random()) * 1000) / perSecond) {
    const early = start + at - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const asking = ask(channel, tally, start + at, options.deadlineMs).finally(() => under.delete(asking));
    under.add(asking);
  }
  await Promise.all(under);
  return tally;
}

async function ask(channel: Client, tally: Tally, intendedMs: number, deadlineMs: number): Promise<void> {
  const utterance = utterances[tally.sent++ % utterances.length];
  const lateMs = performance.now() - intendedMs;
  tally.lateMs.push(lateMs);
  try {
    const timeoutMs = deadlineMs - lateMs;
    const reply = await callUnary(channel, definitions().gateway.Interpret, { utterance }, { timeoutMs });
    tally.latenciesMs.push(performance.now() - intendedMs);
    tally[reply.degraded ? 'degraded' : 'whole']++;
  } catch (error) {
    if (!(error instanceof NluError)) throw error;
    tally[error.code === 'RESOURCE_EXHAUSTED' ? 'refused' : 'failed']++;
  }
}

/** The value that `share` of the list do not exceed; NaN for an empty list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
