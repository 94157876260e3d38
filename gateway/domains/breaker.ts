import { codeOf, NluError } from '../../serving/errors.js';
import type { BreakerRules } from './domains-config.js';
import { FailureWindow } from './failure-window.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** The circuit breaker of one domain, which keeps calls from a domain that fails. */
export interface Breaker {
  readonly state: BreakerState;
  /**
   * Runs a call, or refuses it with UNAVAILABLE while the circuit is open or a trial call is under way.
   * @param timeoutMs time that the call may take: running out of too short a time is no fault of the domain
   * @throws NluError UNAVAILABLE where the call is refused; whatever the call rejects with
   */
  run<Result>(timeoutMs: number, call: () => Promise<Result>): Promise<Result>;
}

/** The circuit's state: closed -> open -> half-open (a trial call is under way) -> closed or open again. */
type State =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly untilMs: number }
  | { readonly name: 'half-open' };

/**
 * A circuit breaker for one domain. It opens when too large a share of calls failed by the domain's fault, and lets one
 * trial call through after `openMs`. Faults are being unreachable, failing inside (a refused reply too) and being later
 * than the shortest fair time; refusing for overload is not, since that is how a domain protects itself.
 * @param shortestFairMs shortest time that a call may fairly be given: one caller's hurry must not shut a domain out for all
 * @param now a monotonic clock in ms
 */
export function domainBreaker(
  rules: BreakerRules,
  shortestFairMs: number,
  now: () => number = performance.now.bind(performance),
): Breaker {
  const window = new FailureWindow(rules);
  let state: State = { name: 'closed' };
  const open = (afterMs: number) => {
    state = { name: 'open', untilMs: now() + afterMs };
  };
  const succeeded = (trial: boolean) => {
    if (trial) {
      window.clear();
      state = { name: 'closed' };
    }
    window.count(false, now());
  };
  const faulted = (trial: boolean) => {
    window.count(true, now());
    // A call that began before it opened changes nothing any more.
    if (trial || (window.tooMany && state.name === 'closed')) open(rules.openMs);
  };
  const ended = (error: unknown, fairTime: boolean, trial: boolean) => {
    // What its own caller cancelled tells nothing of the domain: the next call is the trial.
    if (codeOf(error) === 'CANCELLED') {
      if (trial) open(0);
    } else if (isFault(error, fairTime, trial)) {
      faulted(trial);
    } else {
      succeeded(trial);
    }
  };
  return {
    get state() {
      return state.name;
    },
    run<Result>(timeoutMs: number, call: () => Promise<Result>): Promise<Result> {
      if (state.name === 'half-open' || (state.name === 'open' && now() < state.untilMs)) {
        return Promise.reject(new NluError('UNAVAILABLE', 'circuit open: the domain failed too often lately'));
      }
      const trial = state.name === 'open';
      if (trial) state = { name: 'half-open' };
      return begun(call).then(
        (result) => {
          succeeded(trial);
          return result;
        },
        (error: unknown) => {
          ended(error, timeoutMs >= shortestFairMs, trial);
          throw error;
        },
      );
    },
  };
}

/** A call that throws before it is under way fails like any other: a trial must come to an end. */
function begun<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Whether a call failed by the domain's fault. A trial that was cut short proves nothing: it must not close the circuit. */
function isFault(error: unknown, fairTime: boolean, trial: boolean): boolean {
  const code = codeOf(error);
  if (code === 'UNAVAILABLE' || code === 'INTERNAL') return true;
  return code === 'DEADLINE_EXCEEDED' && (fairTime || trial);
}
