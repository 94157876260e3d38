/** A count or rate by steps of equal length, NaN where it is not known. Times are UTC, so no clock change moves a step. */
export interface Series {
  readonly name: string;
  /** Length of a step, in seconds; a day is a whole number of steps. */
  readonly stepSeconds: number;
  /** When the first step begins, in seconds since 1970 UTC; undefined where nobody says: then there is no calendar. */
  readonly startSeconds: number | undefined;
  /** `[steps]`: finite and at least 0, or NaN. */
  readonly values: Float64Array;
}

export const DAY_SECONDS = 86_400;

/** Steps of a day. */
export function stepsOfDay({ stepSeconds }: Pick<Series, 'stepSeconds'>): number {
  return Math.round(DAY_SECONDS / stepSeconds);
}

/** Sums of a series, so that the mean of any stretch costs as much as that of one step. */
export class SeriesSums {
  readonly steps: number;
  readonly #from: number;
  readonly #sums: Float64Array;
  readonly #known: Uint32Array;

  /** @param from the first step that counts as known */
  constructor(values: Float64Array, from = 0) {
    this.steps = values.length;
    this.#from = from;
    this.#sums = new Float64Array(values.length - from + 1);
    this.#known = new Uint32Array(values.length - from + 1);
    for (let step = from; step < values.length; step++) {
      const value = values[step];
      const isKnown = !Number.isNaN(value);
      const at = step - from;
      this.#sums[at + 1] = this.#sums[at] + (isKnown ? value : 0);
      this.#known[at + 1] = this.#known[at] + (isKnown ? 1 : 0);
    }
  }

  /** Mean of the known steps from `from` up to but not `to`; NaN where less than half of the asked stretch is known. */
  mean(from: number, to: number): number {
    const [first, last] = [Math.max(0, from - this.#from), Math.min(this.steps, to) - this.#from];
    if (last <= first) return Number.NaN;
    const known = this.#known[last] - this.#known[first];
    return 2 * known >= to - from ? (this.#sums[last] - this.#sums[first]) / known : Number.NaN;
  }

  /** Number of known steps from `from` up to but not `to`. */
  known(from: number, to: number): number {
    const [first, last] = [Math.max(0, from - this.#from), Math.min(this.steps, to) - this.#from];
    return last > first ? this.#known[last] - this.#known[first] : 0;
  }
}
