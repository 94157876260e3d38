/** How fast one peer may open connections. */
export interface PeerBudgetRules {
  /** Connections a second that a peer may open in the long run. */
  readonly perSecond: number;
  /** Connections that a peer may open at once, when it has opened none for a while. */
  readonly burst: number;
}

/** Peers that are remembered; beyond, those that opened a connection longest ago are forgotten. */
const MOST_PEERS = 10_000;

interface Budget {
  /** Connections that the peer may open now; less than none where it owes for what it did. */
  tokens: number;
  atMs: number;
}

/**
 * A token bucket of new connections for each peer, by its network. A connection takes one token; what a peer did with a
 * connection may take more of them, until it owes as many as a whole burst.
 */
export class PeerBudgets {
  readonly #rules: PeerBudgetRules;
  readonly #now: () => number;
  /** In the order in which they were touched last. */
  readonly #budgets = new Map<string, Budget>();

  /** @param now monotonic clock, in ms */
  constructor(rules: PeerBudgetRules, now: () => number = performance.now.bind(performance)) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Number of peers that are remembered. */
  get size(): number {
    return this.#budgets.size;
  }

  /** Takes a token for a new connection; false where the peer has none. */
  admit(network: string): boolean {
    const budget = this.#touch(network);
    if (budget.tokens < 1) return false;
    budget.tokens--;
    return true;
  }

  /** Takes further tokens from a peer for what it did. */
  charge(network: string, tokens: number): void {
    const budget = this.#touch(network);
    budget.tokens = Math.max(-this.#rules.burst, budget.tokens - tokens);
  }

  #touch(network: string): Budget {
    const { perSecond, burst } = this.#rules;
    const nowMs = this.#now();
    const { tokens, atMs } = this.#budgets.get(network) ?? { tokens: burst, atMs: nowMs };
    const budget = { tokens: Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1_000), atMs: nowMs };
    this.#budgets.delete(network);
    this.#budgets.set(network, budget);
    if (this.#budgets.size > MOST_PEERS) this.#budgets.delete(this.#budgets.keys().next().value as string);
    return budget;
  }
}
