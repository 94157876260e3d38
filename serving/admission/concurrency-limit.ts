/** The bounds of the limit, and what lowers it. */
export interface ConcurrencyRules {
  /** Upper bound of the limit, at least 1. */
  readonly concurrency: number;
  /** A call that takes longer than this, in ms, lowers the limit. */
  readonly slowMs: number;
}

/** Lower bound of the limit, so that one slow peer behind some of the calls does not shut out the rest. */
const LEAST_LIMIT = 8;
/** Factor by which a slow call changes the limit. */
const DECREASE = 0.8;

/**
 * The number of calls that may be under way at once. It grows slowly while calls are fast and falls by a factor when
 * one is slow, as TCP's window does: with a fixed number that suits one machine, every answer of a machine half as
 * fast would come too late.
 */
export class ConcurrencyLimit {
  readonly #rules: ConcurrencyRules;
  #limit: number;
  #lastDecreaseMs = Number.NEGATIVE_INFINITY;

  constructor(rules: ConcurrencyRules) {
    this.#rules = rules;
    this.#limit = Math.min(rules.concurrency, 2 * LEAST_LIMIT);
  }

  /** The limit now, a whole number of at least 1. */
  get current(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Adapts the limit to one finished call.
   * @param running calls under way, this one included: a limit that is mostly unused is not raised
   */
  observe(tookMs: number, running: number, nowMs: number): void {
    const { concurrency, slowMs } = this.#rules;
    if (tookMs <= slowMs) {
      if (running * 2 >= this.#limit) this.#limit = Math.min(concurrency, this.#limit + 1 / this.#limit);
      return;
    }
    // A call that began before the last decrease says nothing about the limit after it.
    if (nowMs - this.#lastDecreaseMs < tookMs) return;
    this.#lastDecreaseMs = nowMs;
    this.#limit = Math.max(Math.min(LEAST_LIMIT, concurrency), this.#limit * DECREASE);
  }
}
