import { networkOf, within } from './networks.js';
import { type PeerBudgetRules, PeerBudgets } from './peer-budgets.js';

/** How fast peers may open connections, and which may as fast as they like. */
export interface ConnectionRules extends PeerBudgetRules {
  /** IP addresses and networks, as `10.0.0.0/8`: proxies, behind which are many clients. */
  readonly exempt: readonly string[];
}

/** What an early reset costs its peer, in connections that it may open, and what those of a connection cost at most. */
const TOKENS_PER_RESET = 0.5;
const MOST_TOKENS = 50;

/** Limits the connections that each peer opens: all of them a little, and those that follow on abused ones a lot. */
export class ConnectionLimit {
  readonly #budgets: PeerBudgets;
  readonly #isExempt: (address: string) => boolean;

  constructor(rules: ConnectionRules) {
    this.#budgets = new PeerBudgets(rules);
    this.#isExempt = within(rules.exempt);
  }

  /** Whether a peer may have another connection. @param address its IP address; undefined where it has gone again */
  admits(address: string | undefined): boolean {
    return address === undefined || this.#isExempt(address) || this.#budgets.admit(networkOf(address));
  }

  /** Lets a peer pay for a connection that is over. @param resets calls that it reset early on it, beyond what is usual */
  pay(address: string | undefined, resets: number): void {
    if (address === undefined || resets === 0 || this.#isExempt(address)) return;
    this.#budgets.charge(networkOf(address), Math.min(resets * TOKENS_PER_RESET, MOST_TOKENS));
  }
}
