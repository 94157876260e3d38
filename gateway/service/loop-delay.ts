import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const SPAN_MS = 200;
const SPANS = 10;

type Gaps = Pick<IntervalHistogram, 'max' | 'reset' | 'disable'>;

/** The longest gap of this process's event loop in the last two seconds, which is how late it may get to its work. */
export class LoopDelay {
  readonly #histogram: Gaps;
  readonly #timer: NodeJS.Timeout;
  /** The longest gap of each span, in ms; the newest last. */
  #spans: number[] = [];
  #longestMs = 0;

  /** @param histogram of the times between turns of the event loop, in ns; the process's own unless told */
  constructor(histogram: Gaps = monitored()) {
    this.#histogram = histogram;
    this.#timer = setInterval(() => this.sample(), SPAN_MS).unref();
  }

  /** The longest gap in ms; 0 for a loop that is always on time. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** Ends the current span of time and begins the next. */
  sample(): void {
    const gapMs = Math.max(0, this.#histogram.max / 1e6 - RESOLUTION_MS);
    this.#histogram.reset();
    this.#spans = [...this.#spans, gapMs].slice(-SPANS);
    this.#longestMs = Math.max(...this.#spans);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#histogram.disable();
  }
}

function monitored(): IntervalHistogram {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return histogram;
}
