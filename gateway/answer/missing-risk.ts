import { logit } from '../../serving/numeric/log-odds.js';

/** The best posterior of each domain that answered, in [0, 1]; 0 when it had no hypothesis. */
export type BestByDomain = ReadonlyMap<string, number>;

/** How often one domain replied, and won, while the best of the others lay in one bin; both counts decay. */
interface Bin {
  seen: number;
  won: number;
}

/** Bins are one unit of log-odds wide, from logit -6 (0.0025) to 8 (0.9997): confidences crowd near the ends. */
const LOWEST = -6;
const HIGHEST = 8;
/** Number of observations that a bin remembers: it follows a deploy within some thousand requests. */
const MEMORY = 2000;
/** Number of observations that the assumption for a domain without history is worth. */
const ASSUMED_SEEN = 20;

/**
 * Estimates how likely it is that a domain that did not answer would have won, learned from requests that all domains answered:
 * for each domain, how often its best posterior was above the best of the others, by what that best of the others was.
 * Conditioning on it is what makes the figure useful: beside a sure 0.99 hardly any absent domain wins, beside a 0.3
 * many do. A domain without history is taken to win with probability 1 - (best of the others), which is all that a
 * calibrated best leaves over.
 */
export class MissingRisk {
  readonly #bins = new Map<string, Bin[]>();

  /**
   * Takes in a request that every asked domain answered. One that fewer than two answered tells nothing, and nobody wins one
   * that was rejected.
   */
  observe(bests: BestByDomain, rejected: boolean): void {
    if (bests.size < 2) return;
    // The two highest give the best of the others for each domain; a search for each would be quadratic.
    let first = 0;
    let second = 0;
    for (const own of bests.values()) {
      if (own > first) [first, second] = [own, first];
      else if (own > second) second = own;
    }
    for (const [domain, own] of bests) {
      const others = own === first ? second : first;
      const bin = this.#binsOf(domain)[binOf(others)];
      bin.seen = bin.seen * (1 - 1 / MEMORY) + 1;
      bin.won = bin.won * (1 - 1 / MEMORY) + (own > others && !rejected ? 1 : 0);
    }
  }

  /**
   * The probability that any of the absent domains would have won over those present, in [0, 1]; 0 when none is absent.
   * Absent domains count as independent.
   */
  risk(present: BestByDomain, absent: readonly string[]): number {
    const best = bestOf(present);
    const noneWins = absent.reduce((product, domain) => product * (1 - this.#winChance(domain, best)), 1);
    return 1 - noneWins;
  }

  #winChance(domain: string, best: number): number {
    const { seen, won } = this.#bins.get(domain)?.[binOf(best)] ?? { seen: 0, won: 0 };
    return (won + ASSUMED_SEEN * (1 - best)) / (seen + ASSUMED_SEEN);
  }

  #binsOf(domain: string): Bin[] {
    let bins = this.#bins.get(domain);
    if (!bins) {
      bins = Array.from({ length: HIGHEST - LOWEST + 1 }, () => ({ seen: 0, won: 0 }));
      this.#bins.set(domain, bins);
    }
    return bins;
  }
}

function bestOf(bests: BestByDomain): number {
  let best = 0;
  for (const posterior of bests.values()) if (posterior > best) best = posterior;
  return best;
}

function binOf(posterior: number): number {
  return Math.max(LOWEST, Math.min(HIGHEST, Math.round(logit(posterior)))) - LOWEST;
}
