import { type Random, seeded } from '../../../training/numeric/random.js';
import { WorseTest } from '../../../training/sequential/worse-test.js';

/** A trial to simulate. */
export interface Simulated {
  /** The candidate's share of the requests. */
  readonly share: number;
  /** The active version's defect rate, and the candidate's over it. */
  readonly rate: number;
  readonly ratio: number;
  readonly requests: number;
  /** Requests between two looks. */
  readonly every: number;
  /** A defect is told of after up to so many requests; absent: at once. */
  readonly lag?: number;
  /** The rate swings between nearly nothing and double. */
  readonly swings?: boolean;
  /**
   * Customers, each with a rate of their own that is Beta(1, 1 / rate - 1), and one version; absent: everybody is as likely to
   * meet a defect, and each request falls to a version by itself.
   */
  readonly customers?: number;
}

type Side = 'active' | 'candidate';

interface Customer {
  readonly side: Side;
  readonly rate: number;
}

const SKIPPED = 20;

const nothing = () => ({ active: { requests: 0, defects: 0 }, candidate: { requests: 0, defects: 0 } });

/** @returns the requests after which the test says worse with an error of `alpha`; undefined where it never does */
export function requestsUntilWorse(seed: number, alpha: number, simulated: Simulated): number | undefined {
  const { requests, every, lag = 0, swings = false, ratio } = simulated;
  const random = seeded(seed);
  // The first number of a small seed is all but 1, whatever the seed.
  for (let draw = 0; draw < SKIPPED; draw++) random.next();
  const customerOf = customersOf(simulated, random);
  const test = new WorseTest();
  const told = new Map<number, Side[]>();
  let look = nothing();
  for (let request = 0; request < requests; request++) {
    const { side, rate } = customerOf();
    look[side].requests += 1;
    const now = swings ? rate * (1 + 0.9 * Math.sin(request / 500)) : rate;
    if (random.next() < now * (side === 'candidate' ? ratio : 1)) {
      const at = request + (lag > 0 ? random.below(lag) : 0);
      told.set(at, [...(told.get(at) ?? []), side]);
    }
    for (const each of told.get(request) ?? []) look[each].defects += 1;
    told.delete(request);
    if (request % every !== every - 1) continue;
    test.look(look);
    look = nothing();
    if (test.evidence >= 1 / alpha) return request + 1;
  }
  return undefined;
}

/** Who asks next. */
function customersOf({ share, rate, customers }: Simulated, random: Random): () => Customer {
  const draw = (own: number): Customer => ({ side: random.next() < share ? 'candidate' : 'active', rate: own });
  if (customers === undefined) return () => draw(rate);
  // The quantile function of Beta(1, b) is 1 - (1 - u)^(1 / b).
  const all = Array.from({ length: customers }, () => draw(1 - (1 - random.next()) ** (rate / (1 - rate))));
  return () => all[random.below(customers)]!;
}

/** The ends of so many simulated trials, with seeds from 1. */
export const simulatedEnds = (number: number, alpha: number, simulated: Simulated): (number | undefined)[] =>
  Array.from({ length: number }, (_, seed) => requestsUntilWorse(seed + 1, alpha, simulated));
