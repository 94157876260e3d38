/** Quantiles of the standard normal distribution, at .975 and .8. */
const Z_975 = 1.959964;
const Z_80 = 0.841621;

/**
 * The smallest true difference of means that a set of paired rows shows with 80 % power, where it counts as shown when a
 * 95 % interval of the mean lies above 0 (or below it):
 *
 *   (z(.975) + z(.8)) * s / sqrt(n),  s^2 = sum (d - mean d)^2 / (n - 1)
 *
 * after Miller 2024, "Adding error bars to evals" (arXiv 2411.00640), power analysis of paired differences. The variance
 * is at least 3 / n, since rows that all agree do not show that the next one would: 3 / n is the upper 95 % bound on the
 * share of rows that differ when none of n does (Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all
 * right?").
 * @param differences d, one a row, in [-1, 1] and of n rows: the loss of one system less the loss of the other
 * @returns in the unit of d; NaN for fewer than two rows
 */
export function detectableDifference(differences: readonly number[]): number {
  const n = differences.length;
  if (n < 2) return Number.NaN;
  const mean = differences.reduce((sum, d) => sum + d, 0) / n;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  return (Z_975 + Z_80) * Math.sqrt(Math.max(variance, 3 / n) / n);
}
