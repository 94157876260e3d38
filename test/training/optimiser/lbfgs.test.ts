import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { minimise, type Objective } from '../../../training/optimiser/lbfgs.js';
import { softplus } from '../../../training/reranker/losses/cross-entropy.js';

describe('minimise', () => {
  it('finds the bottom of a quadratic whose curvatures are 10,000 apart', () => {
    const bottom = [1, -2, 3, -4, 5];
    const curvature = [1, 10, 100, 1000, 10_000];
    const objective: Objective = (point, gradient) => {
      let value = 7;
      for (const [index, centre] of bottom.entries()) {
        const distance = point[index] - centre;
        value += 0.5 * curvature[index] * distance ** 2;
        gradient[index] = curvature[index] * distance;
      }
      return value;
    };
    const { point, value } = minimise(objective, new Float64Array(5));
    for (const [index, centre] of bottom.entries()) expect(point[index]).toBeCloseTo(centre, 6);
    expect(value).toBeCloseTo(7, 9);
  });

  it("walks Rosenbrock's valley", () => {
    const objective: Objective = ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
      gradient[1] = 200 * (y - x * x);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    };
    const { point } = minimise(objective, Float64Array.of(-1.2, 1));
    expect(point[0]).toBeCloseTo(1, 5);
    expect(point[1]).toBeCloseTo(1, 5);
  });

  it('fits a logistic regression whose weights are known', () => {
    // Of four with x = 0 three are positive, of four with x = 1 one is: bias log 3, weight -2 log 3.
    const rows = [0, 1].flatMap((x) => [0, 1, 2, 3].map((place) => ({ x, positive: x === 0 ? place < 3 : place < 1 })));
    const objective: Objective = ([bias, weight], gradient) => {
      gradient.fill(0);
      let loss = 0;
      for (const { x, positive } of rows) {
        const score = bias + weight * x;
        loss += softplus(score) - (positive ? score : 0);
        const slope = sigmoid(score) - (positive ? 1 : 0);
        gradient[0] += slope;
        gradient[1] += slope * x;
      }
      return loss;
    };
    const { point } = minimise(objective, new Float64Array(2));
    expect(point[0]).toBeCloseTo(Math.log(3), 6);
    expect(point[1]).toBeCloseTo(-2 * Math.log(3), 6);
  });

  it('stays where it starts when that is the bottom, and leaves the start as it was', () => {
    const start = Float64Array.of(3);
    const objective: Objective = ([x], gradient) => {
      gradient[0] = 2 * (x - 3);
      return (x - 3) ** 2;
    };
    expect(minimise(objective, start)).toEqual({ point: start, value: 0 });
    minimise(objective, Float64Array.of(0));
    expect([...start]).toEqual([3]);
  });

  it('returns the best point it saw where the function ends in NaN', () => {
    // log has no value left of 0; a first step of 1 would land there.
    const objective: Objective = ([x], gradient) => {
      gradient[0] = 1 - 0.1 / x;
      return x - 0.1 * Math.log(x);
    };
    const { point } = minimise(objective, Float64Array.of(0.5));
    expect(point[0]).toBeCloseTo(0.1, 6);
  });

  it('stops after as many iterations as it may make', () => {
    let calls = 0;
    const objective: Objective = ([x], gradient) => {
      calls++;
      gradient[0] = 4 * x ** 3;
      return x ** 4;
    };
    minimise(objective, Float64Array.of(100), { maxIterations: 3 });
    expect(calls).toBeLessThanOrEqual(1 + 3 * 40);
    const three = minimise(objective, Float64Array.of(100), { maxIterations: 3 }).value;
    expect(minimise(objective, Float64Array.of(100), { maxIterations: 30 }).value).toBeLessThan(three);
  });
});
