/** Natural-log odds of a probability, log(p / (1 - p)): -Infinity at 0, Infinity at 1. */
export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

/** The probability of natural-log odds, 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1 - e^x) for x < 0, exact at both ends (Mächler 2012); x at or above 0 counts as just below it. */
export function log1mExp(x: number): number {
  const below = Math.min(x, -1e-12);
  return below > -Math.LN2 ? Math.log(-Math.expm1(below)) : Math.log1p(-Math.exp(below));
}

/** log(sum(exp(values))); -Infinity for an empty list or one of -Infinity only. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let index = 0; index < values.length; index++) if (values[index] > max) max = values[index];
  if (max === -Infinity) return -Infinity;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index] - max);
  return max + Math.log(sum);
}
