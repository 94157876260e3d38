/** Share of the mean that a new gap makes: of some fifty finished calls. */
const NEW_SHARE = 0.04;

/**
 * How fast calls are finished while others wait for their places: the mean time between two that finish, by exponential smoothing.
 * Of times when nobody waits it tells nothing, since then callers decide how many calls there are.
 */
export class ServiceRate {
  #gapMs: number | undefined;
  #lastMs: number | undefined;

  /** Takes notice of a call that finished. @param isBusy whether others waited for its place */
  finished(nowMs: number, isBusy: boolean): void {
    if (isBusy && this.#lastMs !== undefined) {
      const gapMs = Math.max(0, nowMs - this.#lastMs);
      this.#gapMs = this.#gapMs === undefined ? gapMs : this.#gapMs + NEW_SHARE * (gapMs - this.#gapMs);
    }
    this.#lastMs = isBusy ? nowMs : undefined;
  }

  /** Calls that are expected to finish within a time; unbounded where nobody has waited yet. */
  within(ms: number): number {
    return this.#gapMs === undefined ? Number.POSITIVE_INFINITY : ms / Math.max(1e-6, this.#gapMs);
  }
}
