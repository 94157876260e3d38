const HOUR_MS = 60 * 60 * 1000;

/** How many events of each customer are kept in an hour: one that sends a million fills neither disk nor labels. */
export class CustomerLimit {
  readonly #most: number;
  readonly #nowMs: () => number;
  readonly #counts = new Map<string, number>();
  #endMs = 0;

  /** @param nowMs a clock that nobody sets, in ms */
  constructor(most: number, nowMs: () => number) {
    this.#most = most;
    this.#nowMs = nowMs;
  }

  /** Counts an event of a customer. @returns whether it is within the limit */
  admit(customer: string): boolean {
    const nowMs = this.#nowMs();
    if (nowMs >= this.#endMs) {
      this.#counts.clear();
      this.#endMs = nowMs + HOUR_MS;
    }
    const count = (this.#counts.get(customer) ?? 0) + 1;
    if (count > this.#most) return false;
    this.#counts.set(customer, count);
    return true;
  }
}
