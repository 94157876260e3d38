/** The quantile loss of one forecast: `share` of the shortfall, or `1 - share` of the excess (Koenker, Bassett 1978). */
export function pinball(share: number, load: number, quantile: number): number {
  return load >= quantile ? share * (load - quantile) : (1 - share) * (quantile - load);
}

/**
 * Sums up forecasts: mean weighted quantile loss, `mean over shares of 2 sum(pinball) / sum(|load|)` as in GluonTS, and how
 * often intervals hold. Unknown loads do not count.
 */
export class ForecastScore {
  readonly #shares: readonly number[];
  readonly #losses: Float64Array;
  readonly #below: Float64Array;
  #loads = 0;
  #count = 0;

  constructor(shares: readonly number[]) {
    this.#shares = shares;
    this.#losses = new Float64Array(shares.length);
    this.#below = new Float64Array(shares.length);
  }

  /** @param quantiles `[shares]` */
  add(load: number, quantiles: ArrayLike<number>): void {
    if (Number.isNaN(load)) return;
    for (const [index, share] of this.#shares.entries()) {
      this.#losses[index] += pinball(share, load, quantiles[index]);
      if (load <= quantiles[index]) this.#below[index]++;
    }
    this.#loads += Math.abs(load);
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** NaN where no load was known or none was above 0. */
  get weightedQuantileLoss(): number {
    const sum = this.#losses.reduce((total, loss) => total + loss, 0);
    return this.#loads > 0 ? (2 * sum) / (this.#shares.length * this.#loads) : Number.NaN;
  }

  /** Share of loads at most each quantile, in the order of shares; NaN without loads. */
  get atMost(): readonly number[] {
    return Array.from(this.#below, (count) => count / this.#count);
  }

  /** Share of loads above the lower and at most the upper quantile, both among the shares. */
  coverage(lower: number, upper: number): number {
    return this.atMost[this.#shares.indexOf(upper)] - this.atMost[this.#shares.indexOf(lower)];
  }
}
