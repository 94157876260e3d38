import type { Metadata } from '@grpc/grpc-js';
import { NluError } from '../../serving/errors.js';
import { Cancellation, type CancelSignal } from '../../serving/rpc/cancellation.js';
import type { Budget } from './budget.js';
import { type DomainOutcome, failureStatus } from './outcome.js';
import type { EncodedReply } from './replies/encoded-reply.js';

/** The limits of one domain's call. */
export interface AskSettings {
  /** Timeout of the call; the fan-out ends earlier, by `signal`. */
  readonly timeoutMs: number;
  /** Aborted when the caller cancels and when the budget is spent. */
  readonly signal: CancelSignal;
  /** Sent along with the call. */
  readonly metadata?: Metadata;
  /** Key of the caller who asks the gateway: domains are fair between them. */
  readonly caller?: string;
}

/** Asks one domain; rejects with an NluError. */
export type AskDomain = (domain: string, settings: AskSettings) => Promise<EncodedReply>;

/** The time and the signal that all calls of a fan-out share. */
export interface FanOutBudget extends Budget {
  /** The caller's own signal. */
  readonly signal: CancelSignal;
}

/**
 * Asks the domains, at least one, in parallel. A domain that is late is reported as DEADLINE and not awaited, whatever its
 * call does; its call is cancelled, and so are all calls when the caller cancels.
 * @returns one outcome per domain, in the order asked
 * @throws NluError CANCELLED when the caller cancelled; whatever `ask` rejects with that is no NluError (a defect)
 */
export function fanOut(
  domains: readonly string[],
  ask: AskDomain,
  budget: FanOutBudget,
  now: () => number = performance.now.bind(performance),
): Promise<DomainOutcome[]> {
  return new Promise((resolve, reject) => {
    const calls = new Cancellation();
    const startMs = now();
    const outcomes: DomainOutcome[] = new Array(domains.length);
    let open = domains.length;
    let late: NodeJS.Immediate | undefined;
    const finish = () => {
      open = 0;
      clearTimeout(timer);
      clearImmediate(late);
      budget.signal.removeEventListener('abort', cancel);
    };
    /** Ends it without an answer; nobody waits for the calls that are still under way. */
    const fail = (error: unknown, reason: NluError) => {
      finish();
      reject(error);
      calls.abort(reason);
    };
    const cancel = () => {
      const reason = new NluError('CANCELLED', 'cancelled by the caller');
      fail(reason, reason);
    };
    const settle = (place: number, outcome: DomainOutcome) => {
      if (open === 0) return;
      outcomes[place] = outcome;
      if (--open > 0) return;
      finish();
      resolve(outcomes);
    };
    const failed = (place: number, error: unknown) => {
      if (open === 0) return;
      if (!(error instanceof NluError)) return fail(error, new NluError('CANCELLED', 'the request failed'));
      const [domain, latencyMs] = [domains[place], now() - startMs];
      settle(place, { status: failureStatus(error), domain, latencyMs, error });
    };
    const end = () => {
      const error = new NluError('DEADLINE_EXCEEDED', `no reply within ${budget.fanOutMs} ms`);
      for (let place = 0; place < domains.length; place++) if (!outcomes[place]) failed(place, error);
      calls.abort(error);
    };
    // After a turn for what has arrived: a process that was held up past the time has replies waiting in its sockets.
    const timer = setTimeout(() => {
      late = setImmediate(end);
    }, budget.fanOutMs);
    if (budget.signal.aborted) return cancel();
    budget.signal.addEventListener('abort', cancel, { once: true });
    const settings = { timeoutMs: budget.callsMs, signal: calls };
    domains.forEach((domain, place) => {
      ask(domain, settings).then(
        (reply) => settle(place, { status: 'OK', domain, latencyMs: now() - startMs, reply }),
        (error: unknown) => failed(place, error),
      );
    });
  });
}
