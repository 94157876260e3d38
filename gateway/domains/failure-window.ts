import type { BreakerRules } from './domains-config.js';

/** Parts that the window is made of: it moves on by one at a time. */
const PARTS = 5;

interface Part {
  /** Number of the part since the clock's zero. */
  readonly number: number;
  calls: number;
  failures: number;
}

/** The share of a domain's calls that failed during the last `windowMs`. Its caller's clock must be monotonic. */
export class FailureWindow {
  readonly #rules: Pick<BreakerRules, 'failureShare' | 'windowMs' | 'minimumPerSecond'>;
  #parts: Part[] = [];

  constructor(rules: Pick<BreakerRules, 'failureShare' | 'windowMs' | 'minimumPerSecond'>) {
    this.#rules = rules;
  }

  /** Counts a call that ended. */
  count(failed: boolean, nowMs: number): void {
    const number = Math.floor((nowMs * PARTS) / this.#rules.windowMs);
    this.#parts = this.#parts.filter((part) => part.number > number - PARTS);
    let last = this.#parts.at(-1);
    if (last?.number !== number) {
      last = { number, calls: 0, failures: 0 };
      this.#parts.push(last);
    }
    last.calls++;
    if (failed) last.failures++;
  }

  /** Whether too large a share of the calls failed; never while there are fewer than `minimumPerSecond`. */
  get tooMany(): boolean {
    const { failureShare, windowMs, minimumPerSecond } = this.#rules;
    let [calls, failures] = [0, 0];
    for (const part of this.#parts) {
      calls += part.calls;
      failures += part.failures;
    }
    return calls >= (windowMs / 1_000) * minimumPerSecond && failures > failureShare * calls;
  }

  /** Forgets every call. For a domain that is well again. */
  clear(): void {
    this.#parts = [];
  }
}
