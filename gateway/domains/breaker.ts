import { CircuitState, SamplingBreaker } from 'cockatiel';
import { codeOf, NluError } from '../../serving/errors.js';
import type { BreakerRules } from './domains-config.js';

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
 */
export function domainBreaker(rules: BreakerRules, shortestFairMs: number): Breaker {
  const window = new SamplingBreaker({
    threshold: rules.failureShare,
    duration: rules.windowMs,
    minimumRps: rules.minimumPerSecond,
  });
  let state: State = { name: 'closed' };
  const open = () => {
    state = { name: 'open', untilMs: Date.now() + rules.openMs };
  };
  const succeeded = (trial: boolean) => {
    window.success(trial ? CircuitState.HalfOpen : CircuitState.Closed);
    if (trial) state = { name: 'closed' };
  };
  const faulted = (trial: boolean) => {
    const tooMany = window.failure(trial ? CircuitState.HalfOpen : CircuitState.Closed);
    // A call that began before it opened changes nothing any more.
    if (trial || (tooMany && state.name === 'closed')) open();
  };
  return {
    get state() {
      return state.name;
    },
    run<Result>(timeoutMs: number, call: () => Promise<Result>): Promise<Result> {
      if (state.name === 'half-open' || (state.name === 'open' && Date.now() < state.untilMs)) {
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
          if (isFault(error, timeoutMs >= shortestFairMs, trial)) faulted(trial);
          else succeeded(trial);
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
  if (code === 'DEADLINE_EXCEEDED') return fairTime || trial;
  return code === 'CANCELLED' && trial;
}
