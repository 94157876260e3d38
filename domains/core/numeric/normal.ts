const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);
/** Beyond, the tail is below the smallest number. */
const FARTHEST = 37;
/** Hart's rational approximation holds up to here, a continued fraction beyond. */
const NEAR = 7.07106781186547;
const ABOVE = [
  3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931,
  220.206867912376,
];
const BELOW = [
  8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];

/** P(a standard normal number is at most x), to some 14 digits (Hart 1968 as in West 2005); 0 and 1 at the infinities. */
export function normalBelow(x: number): number {
  const size = Math.abs(x);
  let tail = 0;
  if (size <= FARTHEST) {
    const bell = Math.exp((-size * size) / 2);
    tail = size < NEAR ? (bell * polynomial(ABOVE, size)) / polynomial(BELOW, size) : bell / farTail(size);
  }
  return x > 0 ? 1 - tail : tail;
}

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

function farTail(size: number): number {
  return (size + 1 / (size + 2 / (size + 3 / (size + 4 / (size + 0.65))))) * ROOT_OF_TWO_PI;
}
