import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { minimise } from '../optimiser/lbfgs.js';
import { type InterpretedRequest, readingsOf, shareOf } from './interpreted-request.js';

/** Smallest share that counts: one request that the meant domain offers nothing for must not decide everything. */
const FLOOR = 1e-3;
/** Step of the central differences, in log-odds. */
const STEP = 1e-3;

/**
 * Fits the mix of domains that the confidences were calibrated on, as the requests themselves show it: the base rates under
 * which confidences and priors together make what was meant likeliest (maximum likelihood, as in Saerens et al. 2002,
 * with known labels). Whatever corpora the domains were trained on, apart from each other, this mix is the one that their
 * confidences imply on real requests.
 */
export function fitBase(requests: readonly InterpretedRequest[], table: PriorTable): Record<string, number> {
  const domains = Object.keys(table.base);
  const baseAt = (point: ArrayLike<number>) => {
    const weights = domains.map((_, index) => Math.exp(point[index]));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Object.fromEntries(domains.map((domain, index) => [domain, weights[index] / total]));
  };
  const loss = (point: ArrayLike<number>) => {
    const tried = { ...table, base: baseAt(point) };
    const total = requests.reduce(
      (sum, request) => sum - Math.log(Math.max(FLOOR, shareOf(readingsOf(request, tried), request.domain))),
      0,
    );
    return total / requests.length;
  };
  const { point } = minimise(
    (at, gradient) => {
      for (const index of at.keys()) {
        const moved = (by: number) => loss(at.with(index, at[index] + by));
        gradient[index] = (moved(STEP) - moved(-STEP)) / (2 * STEP);
      }
      return loss(at);
    },
    Float64Array.from(domains, (domain) => Math.log(table.base[domain])),
    { tolerance: 1e-4, maxIterations: 25 },
  );
  return roundedShares(baseAt(point));
}

/** Five digits, and a sum of 1 all the same: the last share takes what rounding leaves. */
function roundedShares(shares: Readonly<Record<string, number>>): Record<string, number> {
  const names = Object.keys(shares);
  const rounded = names
    .slice(0, -1)
    .map((name): [string, number] => [name, Math.max(1e-5, Math.round(shares[name] * 1e5) / 1e5)]);
  const left = 1 - rounded.reduce((sum, [, share]) => sum + share, 0);
  return Object.fromEntries([...rounded, [names.at(-1), left]]);
}
