import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { SOONEST_RESOLUTION_MS } from '../../proto/client/unary-call.js';

/** Where a service's replicas are, as far as is known. */
export interface ReplicaAddresses {
  /** `ip:port` each; the same array until something changed. Where a name is due, it is looked up in the background. */
  at(nowMs: number): readonly string[];
  /** A replica was lost: the name is looked up again soon. */
  doubt(): void;
}

/** Replicas that stay where they are. */
export function fixedAddresses(addresses: readonly string[]): ReplicaAddresses {
  return { at: () => addresses, doubt: () => {} };
}

/** The IP addresses that a host name stands for now, in any order; rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** As the operating system resolves names, and as gRPC does for unary calls. */
export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/** A name that stands for the replicas that there are at the time. A look-up that fails changes nothing and is made again soon. */
export class ResolvedAddresses implements ReplicaAddresses {
  readonly #host: string;
  readonly #port: string;
  readonly #everyMs: number;
  readonly #resolve: Resolve;
  #known: readonly string[] = [];
  #asking = false;
  #askedMs = -Infinity;
  #dueMs = -Infinity;

  /** @param everyMs between look-ups; one that is soon comes 2 s after the last */
  constructor(name: { readonly host: string; readonly port: string }, everyMs: number, resolve: Resolve) {
    this.#host = name.host;
    this.#port = name.port;
    this.#everyMs = everyMs;
    this.#resolve = resolve;
  }

  at(nowMs: number): readonly string[] {
    if (nowMs >= this.#dueMs && !this.#asking) {
      this.#askedMs = nowMs;
      this.#dueMs = nowMs + this.#everyMs;
      void this.#ask();
    }
    return this.#known;
  }

  doubt(): void {
    this.#dueMs = Math.min(this.#dueMs, this.#askedMs + SOONEST_RESOLUTION_MS);
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      const found = new Set(await this.#resolve(this.#host));
      const addresses = [...found].map((ip) => `${isIPv6(ip) ? `[${ip}]` : ip}:${this.#port}`).sort();
      if (addresses.join() !== this.#known.join()) this.#known = addresses;
    } catch {
      this.doubt();
    }
    this.#asking = false;
  }
}
