import { setMaxListeners } from 'node:events';
import { GatewayError } from './gateway-error.js';

/** The calls that share one signal of the caller's, or have none. */
interface Group {
  readonly calls: Set<AbortController>;
  readonly abort: () => void;
}

/**
 * The calls of a client that are under way. The caller's signal ends a call early, and closing ends all of them. However
 * many calls share a signal, it has one listener: Node warns of a leak when a signal has more than ten.
 */
export class OpenCalls {
  readonly #groups = new Map<AbortSignal | undefined, Group>();
  #closed = false;

  /**
   * Opens a call.
   * @returns what aborts with a GatewayError CANCELLED when the call has to end early
   * @throws GatewayError CANCELLED when `signal` has aborted, or the calls are closed
   */
  begin(signal: AbortSignal | undefined): AbortController {
    if (this.#closed) throw closed();
    if (signal?.aborted) throw cancelled(signal);
    const call = new AbortController();
    // Every gateway that is asked listens to it.
    setMaxListeners(0, call.signal);
    const group = this.#groups.get(signal) ?? this.#newGroup(signal);
    group.calls.add(call);
    return call;
  }

  /** Forgets a call that has ended. */
  end(call: AbortController, signal: AbortSignal | undefined): void {
    const group = this.#groups.get(signal);
    if (!group?.calls.delete(call) || group.calls.size > 0) return;
    this.#groups.delete(signal);
    signal?.removeEventListener('abort', group.abort);
  }

  /** Ends every call, and refuses new ones. */
  close(): void {
    this.#closed = true;
    for (const { calls } of this.#groups.values()) for (const call of calls) call.abort(closed());
  }

  #newGroup(signal: AbortSignal | undefined): Group {
    const calls = new Set<AbortController>();
    const abort = () => {
      for (const call of calls) call.abort(cancelled(signal));
    };
    const group = { calls, abort };
    this.#groups.set(signal, group);
    signal?.addEventListener('abort', abort);
    return group;
  }
}

function cancelled(signal: AbortSignal | undefined): GatewayError {
  return new GatewayError('CANCELLED', 'cancelled by the caller', { cause: signal?.reason });
}

function closed(): GatewayError {
  return new GatewayError('CANCELLED', 'the client is closed');
}
