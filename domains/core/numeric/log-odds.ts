/** 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

/** log(1 - e^x) for x < 0, exact at both ends (Mächler 2012); x at or above 0 counts as just below it. */
export function log1mExp(x: number): number {
  const below = Math.min(x, -1e-12);
  return below > -Math.LN2 ? Math.log(-Math.expm1(below)) : Math.log1p(-Math.exp(below));
}
