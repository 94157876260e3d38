import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { SOONEST_RESOLUTION_MS } from '../../proto/client/unary-call.js';

/** The addresses of a service's replicas, as far as they are known. */
export interface ReplicaAddresses {
  /**
   * `ip:port` of each replica; the same array until something changed. A name whose lookup is due is looked up in the
   * background.
   */
  at(nowMs: number): readonly string[];
  /** Call it when a replica is lost: the name is then looked up again soon. */
  doubt(): void;
}

/** Addresses that never change. */
export function fixedAddresses(addresses: readonly string[]): ReplicaAddresses {
  return { at: () => addresses, doubt: () => {} };
}

/** Resolves a host name to its IP addresses, in any order; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Resolves names through the operating system, as gRPC does for unary calls. */
export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/**
 * The replicas behind a DNS name, looked up again and again. A lookup that fails leaves the known addresses as they are
 * and is repeated soon.
 */
export class ResolvedAddresses implements ReplicaAddresses {
  readonly #host: string;
  readonly #port: string;
  readonly #everyMs: number;
  readonly #resolve: Resolve;
  #known: readonly string[] = [];
  #resolving = false;
  #resolvedMs = -Infinity;
  #dueMs = -Infinity;

  /** @param everyMs time between lookups; one that `doubt` asks for comes 2 s after the last */
  constructor(name: { readonly host: string; readonly port: string }, everyMs: number, resolve: Resolve) {
    this.#host = name.host;
    this.#port = name.port;
    this.#everyMs = everyMs;
    this.#resolve = resolve;
  }

  at(nowMs: number): readonly string[] {
    if (nowMs >= this.#dueMs && !this.#resolving) {
      this.#resolvedMs = nowMs;
      this.#dueMs = nowMs + this.#everyMs;
      void this.#lookUp();
    }
    return this.#known;
  }

  doubt(): void {
    this.#dueMs = Math.min(this.#dueMs, this.#resolvedMs + SOONEST_RESOLUTION_MS);
  }

  async #lookUp(): Promise<void> {
    this.#resolving = true;
    try {
      const found = new Set(await this.#resolve(this.#host));
      const addresses = [...found].map((ip) => `${isIPv6(ip) ? `[${ip}]` : ip}:${this.#port}`).sort();
      if (addresses.join() !== this.#known.join()) this.#known = addresses;
    } catch {
      this.doubt();
    }
    this.#resolving = false;
  }
}
