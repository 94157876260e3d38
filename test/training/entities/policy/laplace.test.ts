import { describe, expect, test } from 'vitest';
import { linearPredictor } from '../../../../domains/core/resolution/policy/policy-model.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';
import {
  independentBelief,
  laplaceFit,
  lookLoss,
  type SeenLook,
} from '../../../../training/entities/policy/laplace.js';
import { seeded } from '../../../../training/numeric/random.js';

const SIZE = 3;
const PRECISION = Float64Array.of(2, 0.5, 0, 0.5, 1, 0.1, 0, 0.1, 3);
const PRIOR = Float64Array.of(-1, 0.5, 0);

function looks(count: number, share?: number, truth = [-1, 1.5, -0.5]): SeenLook[] {
  const random = seeded(7);
  return Array.from({ length: count }, () => {
    const features = Float64Array.of(1, 2 * random.next() - 1, random.next());
    const own = share ?? (random.next() < 0.5 ? 0.6 : 1);
    const found = own * sigmoid(features.reduce((sum, value, at) => sum + value * truth[at], 0));
    return { features, share: own, reward: random.next() < found ? 1 : 0, weight: 0.5 + random.next() };
  });
}

const loss = (seen: readonly SeenLook[], weights: Float64Array) => lookLoss(seen, PRIOR, PRECISION, weights);

function nudged(weights: Float64Array, at: number, by: number): Float64Array {
  return weights.map((value, index) => (index === at ? value + by : value));
}

describe('the loss of looks', () => {
  const weights = Float64Array.of(0.3, -0.7, 1.1);

  test('is that worked out by hand', () => {
    // Half of sigmoid(0) is .25; the prior is one away from 0 in its first weight: (1 x 2 x 1) / 2.
    const look = { features: Float64Array.of(1, 0, 0), share: 0.5, reward: 1, weight: 2 };
    const { value } = lookLoss([look], Float64Array.of(-1, 0, 0), PRECISION, new Float64Array(SIZE));
    expect(value).toBeCloseTo(-2 * Math.log(0.25) + 1, 12);
  });

  test('has the gradient of finite differences, rewards between 0 and 1 too', () => {
    const seen = looks(40).map((look, at) => ({ ...look, reward: at % 5 === 0 ? 0.3 : look.reward }));
    const { gradient } = loss(seen, weights);
    for (let at = 0; at < SIZE; at++) {
      const difference = loss(seen, nudged(weights, at, 1e-5)).value - loss(seen, nudged(weights, at, -1e-5)).value;
      expect(gradient[at]).toBeCloseTo(difference / 2e-5, 6);
    }
  });

  test('has the Hessian of finite differences where shares are 1, and its mean over rewards elsewhere', () => {
    const hessian = (seen: readonly SeenLook[], row: number, column: number) =>
      (loss(seen, nudged(weights, column, 1e-5)).gradient[row] -
        loss(seen, nudged(weights, column, -1e-5)).gradient[row]) /
      2e-5;
    const [whole, parts] = [looks(30, 1), looks(30, 0.6)];
    const meanRewards = parts.map((look) => {
      const reward = look.share * sigmoid(look.features.reduce((sum, value, at) => sum + value * weights[at], 0));
      return { ...look, reward };
    });
    for (let row = 0; row < SIZE; row++) {
      for (let column = 0; column < SIZE; column++) {
        expect(loss(whole, weights).information[row * SIZE + column]).toBeCloseTo(hessian(whole, row, column), 6);
        // The Hessian is linear in the reward: that of the mean reward is the mean Hessian.
        const { information } = loss(meanRewards, weights);
        expect(information[row * SIZE + column]).toBeCloseTo(hessian(meanRewards, row, column), 6);
      }
    }
  });
});

describe('the fit', () => {
  const prior = independentBelief(Float64Array.of(0, 0, 0), Float64Array.of(2, 2, 2));

  test('finds what made the rewards, and is as sure as it may be', () => {
    const truth = Float64Array.of(-1, 1.5, -0.5);
    const fitted = laplaceFit(looks(6_000), prior);
    for (const features of [Float64Array.of(1, 0, 0), Float64Array.of(1, 1, 0.5), Float64Array.of(1, -1, 1)]) {
      const { mean, deviation } = linearPredictor(fitted, features);
      const right = features.reduce((sum, value, at) => sum + value * truth[at], 0);
      expect(Math.abs(mean - right)).toBeLessThan(4 * deviation);
      expect(deviation).toBeLessThan(0.2);
    }
  });

  test('in two steps is nearly that in one', () => {
    const all = looks(2_000, 1);
    const once = laplaceFit(all, prior);
    const twice = laplaceFit(all.slice(1_000), laplaceFit(all.slice(0, 1_000), prior));
    for (let at = 0; at < SIZE; at++) expect(twice.mean[at]).toBeCloseTo(once.mean[at], 1);
    const features = Float64Array.of(1, 0.5, 0.5);
    const [one, two] = [linearPredictor(once, features).deviation, linearPredictor(twice, features).deviation];
    expect(two / one).toBeCloseTo(1, 1);
  });

  test('of nothing is the prior, and of what never fails stays finite', () => {
    const nothing = laplaceFit([], prior);
    expect([...nothing.mean]).toEqual([0, 0, 0]);
    for (const [at, value] of prior.factor.entries()) expect(nothing.factor[at]).toBeCloseTo(value, 12);
    const sure = laplaceFit(
      looks(500, 1).map((look) => ({ ...look, reward: 1 })),
      prior,
    );
    expect([...sure.mean, ...sure.factor].every(Number.isFinite)).toBe(true);
  });
});
