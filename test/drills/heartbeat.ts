const everyMs = 5;
const rememberedMs = 20_000;

/** Remembers when the event loop of this process was held up: what it could not see in time was nobody else's fault. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout;
  #lastMs = performance.now();
  #gaps: { readonly endMs: number; readonly ms: number }[] = [];

  constructor() {
    this.#timer = setInterval(() => this.#beat(), everyMs);
  }

  /** The longest time since then, of the last 20 s, that the loop did not turn, in ms. */
  longestSince(startMs: number): number {
    this.#beat();
    return this.#gaps.reduce((longest, { endMs, ms }) => (endMs > startMs ? Math.max(longest, ms) : longest), 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const nowMs = performance.now();
    const ms = nowMs - this.#lastMs - everyMs;
    this.#lastMs = nowMs;
    if (ms <= 1) return;
    this.#gaps = this.#gaps.filter(({ endMs }) => endMs > nowMs - rememberedMs);
    this.#gaps.push({ endMs: nowMs, ms });
  }
}
