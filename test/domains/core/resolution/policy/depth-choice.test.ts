import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEPTHS, depthAt, depthPropensities } from '../../../../../domains/core/resolution/policy/depth-choice.js';
import { sigmoid } from '../../../../../serving/numeric/log-odds.js';
import { seeded } from '../../../../../training/numeric/random.js';

describe('the propensities of depths', () => {
  test('are those worked out by hand', () => {
    // Worth: 0; .8p - .05; p - .1. The first two cross at p = .0625, the last two at .25: log-odds -2.70805 and -1.098612.
    const terms = { shares: [0, 0.8, 1], costs: [0, 50, 100] };
    const propensities = depthPropensities(-1.098612, 1.609438, terms, { price: 1e-3, exploration: 0.02 });
    // P(z < -1) = .158655, P(-1 < z < 0) = .341345, P(z > 0) = .5.
    for (const [at, value] of [0.158655, 0.341345, 0.5].entries())
      expect(propensities[at]).toBeCloseTo(0.98 * value + 0.02 / 3, 5);
  });

  test('leave a depth that is never best to exploration', () => {
    // A look that finds less than half for the cost of all is never best, and neither is one that finds all for the same.
    const terms = { price: 1e-3, exploration: 0.03 };
    expect(depthPropensities(0, 1, { shares: [0, 0.4, 1], costs: [0, 100, 100] }, terms)[1]).toBeCloseTo(0.01, 12);
    expect(depthPropensities(0, 1, { shares: [0, 1, 1], costs: [0, 50, 100] }, terms)[2]).toBeCloseTo(0.01, 12);
    expect(depthPropensities(0, 1, { shares: [0, 1, 1], costs: [0, 50, 50] }, terms)[2]).toBeCloseTo(0.01, 12);
    // What costs more than one entity never pays, what costs nothing always does.
    expect(depthPropensities(9, 1, { shares: [0, 0.5, 1], costs: [0, 1e3, 2e3] }, terms)[0]).toBeCloseTo(0.98, 12);
    expect(depthPropensities(-9, 1, { shares: [0, 0.5, 1], costs: [0, 0, 0] }, terms)[2]).toBeCloseTo(0.98, 12);
  });

  test('sum to 1 and are never below the floor, whatever is believed', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-9, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 2 }),
        (mean, deviation, share, costs) => {
          const terms = { shares: [0, share, 1], costs: [0, ...costs.sort((one, other) => one - other)] };
          const propensities = depthPropensities(mean, deviation, terms, { price: 1e-4, exploration: 0.02 });
          expect(propensities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
          for (const each of propensities) expect(each).toBeGreaterThanOrEqual(0.02 / 3 - 1e-15);
        },
      ),
    );
  });

  test('are how often a Thompson draw finds the depth to be best', () => {
    const terms = { shares: [0, 0.7, 1], costs: [0, 60, 120] };
    const [mean, deviation, price, draws] = [-1.5, 1.2, 1e-3, 200_000];
    const propensities = depthPropensities(mean, deviation, terms, { price, exploration: 0.02 });
    const random = seeded(4);
    const times = [0, 0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
      const found = sigmoid(mean + deviation * normal);
      const worth = DEPTHS.map((_, at) => terms.shares[at] * found - price * terms.costs[at]);
      times[worth.indexOf(Math.max(...worth))]++;
    }
    // Four standard errors of a share of 200,000.
    for (const at of [0, 1, 2]) {
      expect(Math.abs(0.98 * (times[at] / draws) + 0.02 / 3 - propensities[at])).toBeLessThan(0.0045);
    }
  });
});

test('a uniform number falls to the depth whose part of the unit it is in', () => {
  const propensities = [0.2, 0.3, 0.5];
  expect([0, 0.199, 0.2, 0.499, 0.5, 0.999_999].map((uniform) => depthAt(propensities, uniform))).toEqual([
    0, 0, 1, 1, 2, 2,
  ]);
});
