/** How often a call is repeated that a peer could not take. */
export interface RepeatRules {
  /** Attempts of one call in all, at least 1. */
  readonly attempts: number;
  /** Longest wait before the second attempt, in ms; it doubles for each further one. */
  readonly retryBackoffMs: number;
  readonly retryBudget: {
    readonly tokens: number;
    /** Tokens that a success gives back. */
    readonly ratio: number;
  };
}

/**
 * Stops repeats when there are too many failures for the successes, by gRPC's own retry throttling (gRFC A6): a failure
 * takes a token, a success gives `ratio` back, and at half of the tokens or below nothing is repeated.
 */
export class RepeatBudget {
  readonly #rules: RepeatRules;
  #tokens: number;

  constructor(rules: RepeatRules) {
    this.#rules = rules;
    this.#tokens = rules.retryBudget.tokens;
  }

  succeeded(): void {
    const { tokens, ratio } = this.#rules.retryBudget;
    this.#tokens = Math.min(tokens, this.#tokens + ratio);
  }

  /**
   * Counts a failed attempt, and returns whether another may follow.
   * @param attempt number of the attempt within its call, from 1
   */
  failed(attempt: number): boolean {
    this.#tokens = Math.max(0, this.#tokens - 1);
    return attempt < this.#rules.attempts && this.#tokens > this.#rules.retryBudget.tokens / 2;
  }

  /** The wait after a failed attempt, in ms, drawn evenly so that callers do not all come back at once. */
  waitMs(attempt: number, random: () => number = Math.random): number {
    return random() * this.#rules.retryBackoffMs * 2 ** (attempt - 1);
  }
}
