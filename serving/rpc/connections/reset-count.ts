/** Streams of one window that are needed for a verdict. */
const LEAST_STREAMS = 100;
const WINDOW_MS = 1_000;
/** A stream that lived longer was no rapid reset, whatever became of it. */
const EARLY_MS = 1_000;
/** A shorter deadline of the caller's is no excuse for its reset, in ms: nobody can answer so soon. */
const SHORTEST_DEADLINE_MS = 25;
/** Share of its deadline that a call has lived when its client gives it up for being late. */
const LATE_SHARE = 0.9;

/**
 * Counts the calls of one connection that its client resets before it can have an answer, after Envoy's rule for rapid
 * resets. Calls that are reset at their own deadline do not count: a client gives up so when we are slow.
 */
export class ResetCount {
  #startMs = -Infinity;
  #streams = 0;
  #resets = 0;
  #excess = 0;

  /** Early resets of the connection's life, of seconds in which more than half of its calls were reset early. */
  get excess(): number {
    return this.#excess + (this.#mostAreReset ? this.#resets : 0);
  }

  /** Counts a call that begins. */
  begun(nowMs: number): void {
    if (nowMs - this.#startMs >= WINDOW_MS) {
      this.#excess = this.excess;
      this.#startMs = nowMs;
      this.#streams = 0;
      this.#resets = 0;
    }
    this.#streams++;
  }

  /**
   * Counts a call that its client reset.
   * @param livedMs time since the call began
   * @param timeoutMs the time that its caller gave it; undefined: no limit
   * @returns whether the connection is to be ended: more than half of at least 100 calls of a second were reset early
   */
  reset(livedMs: number, timeoutMs: number | undefined): boolean {
    const late = timeoutMs !== undefined && timeoutMs >= SHORTEST_DEADLINE_MS && livedMs >= timeoutMs * LATE_SHARE;
    if (late || livedMs >= EARLY_MS) return false;
    this.#resets++;
    return this.#streams >= LEAST_STREAMS && this.#mostAreReset;
  }

  get #mostAreReset(): boolean {
    return this.#resets * 2 > this.#streams;
  }
}
