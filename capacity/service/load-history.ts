import type { Series } from '../forecast/series.js';

/** The name of the series of all requests of the gateways, where others have a domain's. */
export const GATEWAY = 'gateway';

/** What a minute had, by series. */
export interface Minute {
  /** Unix time at which it began, in whole minutes. */
  readonly minute: number;
  readonly counts: ReadonlyMap<string, number>;
}

const MINUTE_SECONDS = 60;

/**
 * Counts by the minute, of the last `days` days. A minute without any message is unknown, not idle: a source that is not heard
 * of would else look like a night. All times are Unix seconds, and given.
 */
export class LoadHistory {
  readonly #most: number;
  readonly #minutes = new Map<number, Map<string, number>>();
  #first: number | undefined;
  #closed: number | undefined;

  constructor(days: number) {
    this.#most = days * 24 * 60;
  }

  /** Adds what was counted around a time. What comes for a minute that is over is left out. */
  add(seconds: number, counts: Readonly<Record<string, number>>): void {
    const minute = Math.floor(seconds / MINUTE_SECONDS);
    if (this.#closed !== undefined && minute <= this.#closed) return;
    const own = this.#minutes.get(minute) ?? new Map<string, number>();
    for (const [name, count] of Object.entries(counts)) own.set(name, (own.get(name) ?? 0) + count);
    this.#minutes.set(minute, own);
  }

  /** Puts in minutes of an earlier run; unusable ones were left out by whoever read them. */
  restore(minutes: Iterable<Minute>): void {
    for (const { minute, counts } of minutes) {
      this.#minutes.set(minute, new Map(counts));
      this.#first = Math.min(this.#first ?? minute, minute);
      this.#closed = Math.max(this.#closed ?? minute, minute);
    }
  }

  /** Closes the minutes before a time. @returns those that had counts and were not closed before */
  close(seconds: number): Minute[] {
    const last = Math.floor(seconds / MINUTE_SECONDS) - 1;
    const before = this.#closed ?? Number.NEGATIVE_INFINITY;
    const closed = [...this.#minutes.keys()].filter((minute) => minute > before && minute <= last);
    closed.sort((one, other) => one - other);
    this.#closed = Math.max(before, last);
    if (closed.length > 0) this.#first = Math.min(this.#first ?? closed[0], closed[0]);
    const oldest = last - this.#most;
    for (const minute of this.#minutes.keys()) if (minute <= oldest) this.#minutes.delete(minute);
    return closed.map((minute) => ({ minute, counts: this.#minutes.get(minute)! }));
  }

  /** The series that were ever counted, up to the last closed minute, in requests a minute. */
  series(): Series[] {
    if (this.#closed === undefined || this.#first === undefined) return [];
    const first = Math.max(this.#first, this.#closed - this.#most + 1);
    const length = Math.max(0, this.#closed - first + 1);
    const begins = new Map<string, number>();
    for (const [minute, counts] of this.#minutes) {
      for (const name of counts.keys()) begins.set(name, Math.min(begins.get(name) ?? minute, minute));
    }
    return [...begins]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, begin]) => {
        const values = new Float64Array(length).fill(Number.NaN);
        for (const [minute, counts] of this.#minutes) {
          if (minute < Math.max(first, begin) || minute > this.#closed!) continue;
          // A domain that was not named in a minute that was heard of had nothing to do.
          values[minute - first] = counts.get(name) ?? 0;
        }
        return { name, stepSeconds: MINUTE_SECONDS, startSeconds: first * MINUTE_SECONDS, values };
      });
  }
}
