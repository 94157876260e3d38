import { setMaxListeners } from 'node:events';
import type { Metadata } from '@grpc/grpc-js';
import { NluError } from '../proto/errors.js';
import type { Budget } from './budget.js';
import type { DomainReply } from './hypothesis.js';
import { type DomainOutcome, failureStatus } from './outcome.js';

/** The limits of one domain's call. */
export interface AskSettings {
  /** Later than the fan-out's end, which the signal tells. */
  readonly timeoutMs: number;
  /** Aborted when the caller cancels and when the budget is spent. */
  readonly signal: AbortSignal;
  /** Sent along. */
  readonly metadata?: Metadata;
}

/** Asks one domain; rejects with an NluError. */
export type AskDomain = (domain: string, settings: AskSettings) => Promise<DomainReply>;

/** One budget for all calls of a request. */
export interface FanOutBudget extends Budget {
  /** The caller's own signal. */
  readonly signal: AbortSignal;
}

/**
 * Asks the domains in parallel. A domain that is late is reported as DEADLINE and not awaited, whatever its call does;
 * its call is cancelled, and so are all calls when the caller cancels.
 * @returns one outcome a domain, in the order asked
 * @throws NluError CANCELLED when the caller cancelled; whatever `ask` rejects with that is no NluError (a defect)
 */
export async function fanOut(
  domains: readonly string[],
  ask: AskDomain,
  budget: FanOutBudget,
  now: () => number = performance.now.bind(performance),
): Promise<DomainOutcome[]> {
  const controller = new AbortController();
  // Every call listens, so many of them are no leak; each warning of one would cost more than its call.
  setMaxListeners(0, controller.signal);
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  // Whoever races it hears of it; that nobody does any more is no unhandled rejection.
  stopped.catch(() => {});
  const late = () => controller.abort(new NluError('DEADLINE_EXCEEDED', `no reply within ${budget.fanOutMs} ms`));
  const cancel = () => controller.abort(new NluError('CANCELLED', 'cancelled by the caller'));
  // After a turn for what has arrived: a process that was held up past the time has replies waiting in its sockets.
  const timer = setTimeout(() => setImmediate(late), budget.fanOutMs);
  budget.signal.addEventListener('abort', cancel, { once: true });
  if (budget.signal.aborted) cancel();
  let settled = 0;
  const askOne = async (domain: string): Promise<DomainOutcome> => {
    const startMs = now();
    try {
      const call = ask(domain, { timeoutMs: budget.callsMs, signal: controller.signal });
      const reply = await Promise.race([call, stopped]);
      return { status: 'OK', domain, latencyMs: now() - startMs, reply };
    } catch (error) {
      if (budget.signal.aborted || !(error instanceof NluError)) throw error;
      return { status: failureStatus(error), domain, latencyMs: now() - startMs, error };
    } finally {
      settled += 1;
    }
  };
  try {
    return await Promise.all(domains.map(askOne));
  } finally {
    clearTimeout(timer);
    budget.signal.removeEventListener('abort', cancel);
    // Calls are still under way where the fan-out failed.
    if (settled < domains.length) controller.abort(new NluError('CANCELLED', 'the request failed'));
  }
}
