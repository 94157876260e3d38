/** Between which bounds the limit moves, and what makes it fall. */
export interface ConcurrencyRules {
  /** The most calls at once, at least 1. */
  readonly concurrency: number;
  /** A call that takes longer than this, in ms, says that too many are under way. */
  readonly slowMs: number;
}

/** The limit never falls below it, so that one slow peer behind some of the calls does not shut out the rest. */
const least = 8;
/** What a slow call leaves of the limit. */
const decrease = 0.8;

/**
 * How many calls may be under way at once, found by additive increase and multiplicative decrease on their times, as TCP
 * finds its window: a fixed number that suits one machine lets every answer come too late on one that is half as fast,
 * or that shares its cores.
 */
export class ConcurrencyLimit {
  readonly #rules: ConcurrencyRules;
  #limit: number;
  #lastDecreaseMs = Number.NEGATIVE_INFINITY;

  constructor(rules: ConcurrencyRules) {
    this.#rules = rules;
    this.#limit = Math.min(rules.concurrency, 2 * least);
  }

  /** A whole number, at least 1. */
  get current(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Takes in one finished call.
   * @param running how many were under way beside it, itself included: a limit that is not used is not raised
   */
  observe(tookMs: number, running: number, nowMs: number): void {
    const { concurrency, slowMs } = this.#rules;
    if (tookMs <= slowMs) {
      if (running * 2 >= this.#limit) this.#limit = Math.min(concurrency, this.#limit + 1 / this.#limit);
      return;
    }
    // Calls that were under way at the last decrease tell nothing new.
    if (nowMs - this.#lastDecreaseMs < tookMs) return;
    this.#lastDecreaseMs = nowMs;
    this.#limit = Math.max(Math.min(least, concurrency), this.#limit * decrease);
  }
}
