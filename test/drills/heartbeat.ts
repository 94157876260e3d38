const EVERY_MS = 5;
const REMEMBERED_MS = 20_000;

/** Records when the event loop of this process was held up, so that nobody else is blamed for that time. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout;
  #lastMs = performance.now();
  #gaps: { readonly endMs: number; readonly ms: number }[] = [];

  constructor() {
    this.#timer = setInterval(() => this.#beat(), EVERY_MS);
  }

  /** Longest time that the loop did not turn since `startMs`, in ms; the record goes back 20 s. */
  longestSince(startMs: number): number {
    this.#beat();
    return this.#gaps.reduce((longest, { endMs, ms }) => (endMs > startMs ? Math.max(longest, ms) : longest), 0);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const nowMs = performance.now();
    const ms = nowMs - this.#lastMs - EVERY_MS;
    this.#lastMs = nowMs;
    if (ms <= 1) return;
    this.#gaps = this.#gaps.filter(({ endMs }) => endMs > nowMs - REMEMBERED_MS);
    this.#gaps.push({ endMs: nowMs, ms });
  }
}
