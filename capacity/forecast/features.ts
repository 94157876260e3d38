import { type Series, SeriesSums, stepsOfDay } from './series.js';

/** Something known beforehand that moves load, such as a release or a final. Times in seconds since 1970 UTC. */
export interface PostedEvent {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Days and weeks back that a forecast looks at the hour that it is for. */
const DAYS = 8;
const WEEKS = 3;
/** Shares of a day whose mean up to now is looked at, and the same stretch a day and a week earlier; a step at least. */
const RECENT = [1 / 1440, 5 / 1440, 15 / 1440, 1 / 24, 3 / 24, 6 / 24, 1, 7];

/** Features that are loads: one by one they can be put into a weighted sum. */
export const LOAD_FEATURES = DAYS + WEEKS + 3 * RECENT.length + 4;
const OTHER_FEATURES = 9;
/** Length of a row of features. */
export const FEATURES = LOAD_FEATURES + OTHER_FEATURES;

/** What a series' loads are measured by. */
export interface Scale {
  /** Mean of the week before. */
  readonly level: number;
  /** Above 0. */
  readonly spread: number;
}

/** Writes rows of features of one series. Nothing from the origin on is ever read. */
export class FeatureReader {
  readonly series: Series;
  readonly #sums: SeriesSums;
  /** How much the load around a step, `reach` to either side, differs from a day or a week before. */
  readonly #dayChange: SeriesSums;
  readonly #weekChange: SeriesSums;
  readonly #day: number;
  readonly #events: readonly PostedEvent[];

  /** @param earliest the first origin that will be asked for */
  constructor(series: Series, events: readonly PostedEvent[] = [], earliest = 0) {
    this.series = series;
    this.#events = events;
    this.#day = stepsOfDay(series);
    this.#sums = new SeriesSums(series.values);
    // Changes are looked at over a week and the day before.
    const from = Math.max(0, earliest - 8 * this.#day);
    const smooth = this.#smoothed(Math.max(0, from - 7 * this.#day));
    this.#dayChange = new SeriesSums(changes(smooth, this.#day, from), from);
    this.#weekChange = new SeriesSums(changes(smooth, 7 * this.#day, from), from);
  }

  /** Number of known steps before an origin. */
  known(origin: number): number {
    return this.#sums.known(0, origin);
  }

  /** Steps on either side that a look at one hour takes in: five minutes in all, or the one step where steps are longer. */
  get reach(): number {
    return Math.floor(this.#day / 576);
  }

  /**
   * Where the loads of the week before the origin lie and how much they change from day to day or week to week, whichever
   * is less. @returns undefined where less than two days are known, or nothing ever changes
   */
  scale(origin: number): Scale | undefined {
    const week = 7 * this.#day;
    if (this.#sums.known(0, origin) < 1.9 * this.#day) return undefined;
    const ofWeek = this.#sums.mean(origin - week, origin);
    const level = Number.isNaN(ofWeek) ? this.#knownMean(origin) : ofWeek;
    const byDay = this.#dayChange.mean(origin - week, origin - this.reach);
    const byWeek = this.#weekChange.mean(origin - week, origin - this.reach);
    const change = Math.min(firstKnown(byDay, Infinity), firstKnown(byWeek, Infinity));
    // Counts vary by their own root at the least; a series without any change still gets a width.
    const spread = Number.isFinite(change) ? Math.max(change, level / 200) : level / 4;
    return spread > 0 ? { level, spread } : undefined;
  }

  /**
   * Writes the features of the load `horizon` steps after the last known one, `origin - 1`; NaN where missing.
   * @param row `[FEATURES]` from `offset` on
   * @returns the centre: features that are loads are `(load - centre) / spread`
   */
  write(origin: number, horizon: number, { level, spread }: Scale, row: Float64Array, offset = 0): number {
    const [day, sums] = [this.#day, this.#sums];
    const target = origin - 1 + horizon;
    const at = (step: number) => sums.mean(step - this.reach, Math.min(origin, step + this.reach + 1));
    let place = offset;
    const load = (value: number) => {
      row[place++] = (value - centre) / spread;
    };
    const lately = (length: number, back: number) => sums.mean(origin - back - length, origin - back);
    const daysBack = Math.ceil(horizon / day);
    const weeksBack = Math.ceil(horizon / (7 * day));
    const days = Array.from({ length: DAYS }, (_, index) => at(target - (daysBack + index) * day));
    const weeks = Array.from({ length: WEEKS }, (_, index) => at(target - (weeksBack + index) * 7 * day));
    const centre = meanOf([days[0], weeks[0]], level);
    for (const value of days) load(value);
    for (const value of weeks) load(value);
    for (const share of RECENT) {
      const length = Math.max(1, Math.round(share * day));
      for (const back of [0, daysBack * day, weeksBack * 7 * day]) load(lately(length, back));
    }
    // The same hour of a day or week ago, times how much higher the last day, or three hours, were than then.
    for (const length of [day, Math.max(1, Math.round(day / 8))]) {
      const now = lately(length, 0);
      load(days[0] * ratio(now, lately(length, daysBack * day)));
      load(weeks[0] * ratio(now, lately(length, weeksBack * 7 * day)));
    }
    row[place++] = Math.log(horizon / day);
    row[place++] = spread / Math.max(level, 1e-9);
    const toTarget = (change: SeriesSums) =>
      change.mean(target - 7 * day - this.reach, target - 7 * day + this.reach + 1);
    row[place++] = this.#dayChange.mean(origin - day, origin - this.reach) / spread;
    row[place++] = this.#weekChange.mean(origin - day, origin - this.reach) / spread;
    row[place++] = (horizon > 6 * day ? Number.NaN : toTarget(this.#dayChange)) / spread;
    const seconds = this.series.startSeconds;
    const time = seconds === undefined ? Number.NaN : seconds + target * this.series.stepSeconds;
    row[place++] = (time % 86_400) / 3_600;
    row[place++] = Math.floor(time / 86_400 + 4) % 7;
    row[place++] = this.#events.some(({ startSeconds, endSeconds }) => startSeconds <= time && time < endSeconds)
      ? 1
      : 0;
    row[place++] = Math.min(24, ...this.#events.map((event) => hoursTo(event, time)));
    return centre;
  }

  #knownMean(origin: number): number {
    const values = this.series.values.subarray(0, origin).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value / values.length, 0);
  }

  #smoothed(from: number): Float64Array {
    const { reach, series } = this;
    if (reach === 0) return series.values;
    const smooth = new Float64Array(series.values.length);
    for (let step = from; step < smooth.length; step++) smooth[step] = this.#sums.mean(step - reach, step + reach + 1);
    return smooth;
  }
}

/** Hours until an event begins; 24 where that is over or later. */
function hoursTo({ startSeconds }: PostedEvent, time: number): number {
  const hours = (startSeconds - time) / 3_600;
  return hours > 0 && hours < 24 ? hours : 24;
}

function changes(values: Float64Array, back: number, from: number): Float64Array {
  const changed = new Float64Array(values.length);
  changed.fill(Number.NaN, from);
  for (let step = Math.max(back, from); step < values.length; step++)
    changed[step] = Math.abs(values[step] - values[step - back]);
  return changed;
}

/** At most fourfold either way: an almost idle hour says little. */
function ratio(now: number, then: number): number {
  return then > 0 ? Math.min(4, Math.max(0.25, now / then)) : 1;
}

function firstKnown(...values: number[]): number {
  return values.find((value) => !Number.isNaN(value)) ?? 0;
}

function meanOf(values: readonly number[], fallback: number): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? fallback : known.reduce((sum, value) => sum + value / known.length, 0);
}
