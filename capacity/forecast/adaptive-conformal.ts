import { QUANTILES, uncross } from './quantile-levels.js';

/** How fast a correction follows: the share of the spread that a miss moves it by. */
export const CONFORMAL_RATE = 0.02;
/** Corrections stay within so many spreads: one spike must not blow up every forecast after it. */
const MOST_SPREADS = 5;

/**
 * Corrects quantiles online, so that loads stay at most the quantile of `share` in that share of the steps, whatever the
 * load does: each quantile is moved by a term that a miss raises by `rate * share` and a hit lowers by
 * `rate * (1 - share)`, in units of the forecast's own spread (conformal quantile tracking: Gibbs, Candès 2021;
 * Angelopoulos, Candès, Tibshirani 2023). One horizon of one series.
 */
export class AdaptiveConformal {
  readonly #rate: number;
  readonly #offsets: Float64Array;

  constructor(rate = CONFORMAL_RATE, offsets: ArrayLike<number> = new Float64Array(QUANTILES.length)) {
    this.#rate = rate;
    this.#offsets = Float64Array.from(offsets);
  }

  /** Offsets in spreads, `[QUANTILES]`. */
  get offsets(): Float64Array {
    return this.#offsets.slice();
  }

  /** The quantiles as past misses correct them; rising, none negative. @param quantiles `[QUANTILES]` */
  corrected(quantiles: Float64Array): Float64Array {
    const unit = spreadOf(quantiles);
    return uncross(quantiles.map((value, index) => value + this.#offsets[index] * unit));
  }

  /**
   * Learns from a load that a forecast was made for. A load that is not known teaches nothing.
   * @param quantiles `[QUANTILES]` as they were forecast, not corrected
   */
  observe(load: number, quantiles: Float64Array): void {
    if (Number.isNaN(load)) return;
    const corrected = this.corrected(quantiles);
    const unit = spreadOf(quantiles);
    if (!(unit > 0)) return;
    for (const [index, share] of QUANTILES.entries()) {
      const step = load > corrected[index] ? share : share - 1;
      const moved = this.#offsets[index] + this.#rate * step;
      this.#offsets[index] = Math.max(-MOST_SPREADS, Math.min(MOST_SPREADS, moved));
    }
  }
}

/** How far the quantiles of 10 % and 90 % are apart. */
function spreadOf(quantiles: Float64Array): number {
  return quantiles[QUANTILES.indexOf(0.9)] - quantiles[0];
}
