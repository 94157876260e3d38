import { type Series, stepsOfDay } from '../../../capacity/forecast/series.js';

/** Channels of a step that the encoder reads. */
export const STEP_CHANNELS = 3;
/** What the decoder is told of a step to come. */
export const HORIZON_FEATURES = 6;
/** Inputs beyond are cut. */
const MOST = 5;

const bounded = (value: number) => (Number.isFinite(value) ? Math.max(-MOST, Math.min(MOST, value)) : 0);

/**
 * A stretch of a series as the network reads it: what loads are off yesterday and a week ago, in units of their mean absolute
 * difference from a day to the next, so that series of any size are alike.
 */
export class SeasonWindow {
  /** `[steps, STEP_CHANNELS]` */
  readonly inputs: Float32Array;
  readonly #values: Float64Array;
  readonly #day: number;
  readonly #from: number;
  readonly #scale: number;
  readonly #mean: number;

  /**
   * @param from the first step of the stretch, at least a day from the beginning
   * @param scaled steps of it that give mean and scale: those before anything is forecast
   */
  constructor(series: Series, from: number, steps: number, scaled: number) {
    const { values } = series;
    const day = stepsOfDay(series);
    let [sum, differences, count] = [0, 0, 0];
    for (let at = from; at < from + scaled; at++) {
      const [value, before] = [values[at]!, values[at - day]!];
      if (!Number.isFinite(value - before)) continue;
      sum += value;
      differences += Math.abs(value - before);
      count++;
    }
    this.#mean = sum / Math.max(1, count);
    this.#scale = Math.max(1e-6, 0.01 * Math.abs(this.#mean), differences / Math.max(1, count));
    this.#values = values;
    this.#day = day;
    this.#from = from;
    this.inputs = new Float32Array(steps * STEP_CHANNELS);
    for (let step = 0; step < steps; step++) {
      const value = values[from + step]!;
      this.inputs.set(
        [
          bounded((value - values[from + step - day]!) / this.#scale),
          bounded((value - (values[from + step - 7 * day] ?? Number.NaN)) / this.#scale),
          bounded((value - this.#mean) / this.#scale / 4),
        ],
        step * STEP_CHANNELS,
      );
    }
  }

  /** Tells what the decoder knows of the step `horizon` after `step`. @param features `[HORIZON_FEATURES]`, from `offset` on */
  tell(step: number, horizon: number, features: Float32Array, offset: number): void {
    const at = this.#from + step;
    const naive = this.#naive(at, horizon);
    const lastWeek = this.#values[at + horizon - 7 * this.#day] ?? Number.NaN;
    features[offset] = bounded((lastWeek - naive) / this.#scale);
    features[offset + 1] = bounded((naive - this.#mean) / this.#scale / 4);
    features[offset + 2] = horizon / this.#day - 1;
    features[offset + 3] = horizon > this.#day ? 1 : 0;
    features[offset + 4] = this.inputs[step * STEP_CHANNELS]!;
    features[offset + 5] = 1 / Math.sqrt(horizon);
  }

  /** The load of a step to come as the network has it: off what it was a day ago, or two. NaN where it is not known. */
  target(step: number, horizon: number): number {
    const at = this.#from + step;
    return (this.#values[at + horizon]! - this.#naive(at, horizon)) / this.#scale;
  }

  /** A load of what the network says. */
  load(step: number, horizon: number, off: number): number {
    return Math.max(0, this.#naive(this.#from + step, horizon) + off * this.#scale);
  }

  #naive(at: number, horizon: number): number {
    return this.#values[at + horizon - this.#day * Math.ceil(horizon / this.#day)]!;
  }
}
