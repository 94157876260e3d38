/** The shares of chance that forecasts are given for, rising: a load is at most a quantile with that probability. */
export const QUANTILES: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/**
 * Makes quantiles rise and none negative, in place: sorting them can only lower their loss (Chernozhukov,
 * Fernández-Val, Galichon 2010).
 */
export function uncross(quantiles: Float64Array): Float64Array {
  quantiles.sort();
  for (let index = 0; index < quantiles.length; index++) quantiles[index] = Math.max(0, quantiles[index]);
  return quantiles;
}

/** The value at any share, by a straight line between the given quantiles; those outside are the outermost. */
export function atShare(quantiles: ArrayLike<number>, share: number): number {
  const last = QUANTILES.length - 1;
  if (share <= QUANTILES[0]) return quantiles[0];
  for (let index = 1; index <= last; index++) {
    if (share > QUANTILES[index]) continue;
    const part = (share - QUANTILES[index - 1]) / (QUANTILES[index] - QUANTILES[index - 1]);
    return quantiles[index - 1] + part * (quantiles[index] - quantiles[index - 1]);
  }
  return quantiles[last];
}

/**
 * The quantile to plan for where one unit too few costs `under` and one too many `over`: under / (under + over), the
 * newsvendor's (Arrow, Harris, Marschak 1951).
 */
export function newsvendorShare(under: number, over: number): number {
  return under / (under + over);
}
