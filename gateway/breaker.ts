import { BrokenCircuitError, CircuitState, circuitBreaker, handleWhenResult, SamplingBreaker } from 'cockatiel';
import { NluError } from '../proto/errors.js';
import type { GatewayConfig } from './config.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Keeps calls from a domain that fails. */
export interface Breaker {
  readonly state: BreakerState;
  /**
   * Runs a call, or refuses it with UNAVAILABLE while the circuit is open or a trial call is under way.
   * @param timeoutMs what the call may take: running out of too short a time is no fault of the domain
   */
  run<Result>(timeoutMs: number, call: () => Promise<Result>): Promise<Result>;
}

/** How a call ended, as a value: cockatiel judges values, and the judgement needs more than the error. */
type Settled<Result> = { fault: false; value: Result } | { fault: boolean; error: unknown };

/**
 * A circuit breaker for one domain. It opens when too large a share of calls failed by the domain's fault, and lets one
 * trial call through after `openMs`. Faults are being unreachable, failing inside (a refused reply too) and being later
 * than the shortest fair time; refusing for overload is not, since that is how a domain protects itself.
 * @param shortestFairMs a caller's hurry must not shut a domain out for everyone
 */
export function domainBreaker(rules: GatewayConfig['breaker'], shortestFairMs: number): Breaker {
  const policy = circuitBreaker(
    handleWhenResult((result) => (result as Settled<unknown>).fault),
    {
      halfOpenAfter: rules.openMs,
      breaker: new SamplingBreaker({
        threshold: rules.failureShare,
        duration: rules.windowMs,
        minimumRps: rules.minimumPerSecond,
      }),
    },
  );
  return {
    get state() {
      return stateNames[policy.state];
    },
    async run<Result>(timeoutMs: number, call: () => Promise<Result>): Promise<Result> {
      // cockatiel would hold the call back until the trial is decided: half a deadline lost for nothing.
      if (policy.state === CircuitState.HalfOpen) throw refusal();
      const attempt = async (): Promise<Settled<Result>> => {
        const trial = policy.state !== CircuitState.Closed;
        try {
          return { fault: false, value: await call() };
        } catch (error) {
          return { fault: isFault(error, timeoutMs >= shortestFairMs, trial), error };
        }
      };
      const settled = await policy.execute(attempt).catch((error: unknown) => {
        throw error instanceof BrokenCircuitError ? refusal() : error;
      });
      if ('error' in settled) throw settled.error;
      return settled.value;
    },
  };
}

const refusal = () => new NluError('UNAVAILABLE', 'circuit open: the domain failed too often lately');

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/** A trial that was cut short proves nothing: it must not close the circuit. */
function isFault(error: unknown, fairTime: boolean, trial: boolean): boolean {
  const code = error instanceof NluError ? error.code : 'INTERNAL';
  if (code === 'UNAVAILABLE' || code === 'INTERNAL') return true;
  if (code === 'DEADLINE_EXCEEDED') return fairTime || trial;
  return code === 'CANCELLED' && trial;
}
