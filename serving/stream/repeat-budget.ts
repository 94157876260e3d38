/** How often a call that a peer could not take is made again. */
export interface RepeatRules {
  /** Of one call in all, at least 1. */
  readonly attempts: number;
  /** The longest wait before the second attempt, in ms; doubled for each after it. */
  readonly retryBackoffMs: number;
  readonly retryBudget: {
    readonly tokens: number;
    /** Tokens that a success gives back. */
    readonly ratio: number;
  };
}

/**
 * Stops repeats when there are too many for the successes, by the rule of gRPC's own retries (gRFC A6): a failure takes a token,
 * a success gives `ratio` back, and at half of the tokens or below nothing is made again.
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

  /** Counts a failed attempt, from 1, and tells whether another may follow. */
  failed(attempt: number): boolean {
    this.#tokens = Math.max(0, this.#tokens - 1);
    return attempt < this.#rules.attempts && this.#tokens > this.#rules.retryBudget.tokens / 2;
  }

  /** The wait after a failed attempt, in ms: drawn evenly, so that callers do not come back all at once. */
  waitMs(attempt: number, random: () => number = Math.random): number {
    return random() * this.#rules.retryBackoffMs * 2 ** (attempt - 1);
  }
}
