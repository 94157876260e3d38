import { describe, expect, it } from 'vitest';
import { seeded } from '../../../../training/numeric/random.js';
import { betaMean } from '../../../../training/rewriting/beta.js';
import { pairShares, sameShare } from '../../../../training/rewriting/calibration/pair-shares.js';

/** So many pairs, each of so many requests, of which each comes to the target with that chance. */
function drawn(pairs: number, requests: number, chance: number, seed: number) {
  const random = seeded(seed);
  return Array.from({ length: pairs }, () => {
    const successes = Array.from({ length: requests }, () => random.next()).filter((draw) => draw < chance).length;
    return { successes, failures: requests - successes };
  });
}

describe('what is seen of pairs', () => {
  // Of those who mean the same three quarters come to the target, of the others one in ten.
  const pairs = [...drawn(100, 20, 0.75, 1), ...drawn(60, 20, 0.1, 2)];
  const shares = pairShares(pairs)!;

  it('is learned from the pairs alone', () => {
    expect(shares.same).toBeCloseTo(0.75, 1);
    expect(shares.other).toBeCloseTo(0.1, 1);
    expect(shares.levels[4]).toBeGreaterThan(0.4);
    expect(shares.levels[0]).toBeGreaterThan(0.25);
    expect(shares.levels.reduce((sum, level) => sum + level, 0)).toBeCloseTo(1, 9);
  });

  it('makes three quarters sure, one in ten hardly possible, and leaves open what lies between', () => {
    expect(sameShare({ successes: 15, failures: 5 }, shares)).toBeGreaterThan(0.95);
    expect(sameShare({ successes: 2, failures: 18 }, shares)).toBeLessThan(0.05);
    const between = sameShare({ successes: 40, failures: 60 }, shares);
    expect(between).toBeGreaterThan(0.3);
    expect(between).toBeLessThan(0.7);
    expect(sameShare({ successes: 0.7, failures: 0.3 }, shares)).toBeLessThan(0.95);
  });

  it('is not learned of a few, of one kind, or of kinds that are not apart', () => {
    expect(pairShares(pairs.slice(0, 30))).toBeUndefined();
    expect(pairShares(drawn(100, 20, 0.75, 3))).toBeUndefined();
    expect(pairShares([...drawn(60, 20, 0.5, 4), ...drawn(60, 20, 0.45, 5)])).toBeUndefined();
    expect(sameShare({ successes: 3, failures: 1 }, undefined)).toBe(betaMean({ successes: 3, failures: 1 }));
  });
});
