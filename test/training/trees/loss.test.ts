import { describe, expect, test } from 'vitest';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { seeded } from '../../../training/numeric/random.js';
import { discount, gainOf, idealGain, lambdaLoss, ranking } from '../../../training/trees/lambda-loss.js';
import { type Loss, logisticLoss, squaredLoss } from '../../../training/trees/loss.js';

const random = seeded(7);
const draws = (length: number, scale = 1) => Float64Array.from({ length }, () => scale * (random.next() - 0.5));

function derivativesOf(loss: Loss, scores: Float64Array) {
  const [gradients, hessians] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  return { value: loss.derivatives(scores, gradients, hessians), gradients, hessians };
}

/** The derivative of a function by one of its arguments, by central differences. */
function slope(of: (point: Float64Array) => number, point: Float64Array, index: number): number {
  const [step, lower, higher] = [1e-5, point.slice(), point.slice()];
  lower[index] -= step;
  higher[index] += step;
  return (of(higher) - of(lower)) / (2 * step);
}

describe.each([
  ['logistic', logisticLoss([0, 1, 1, 0, 0.3], Float64Array.of(1, 2, 0.5, 1, 3)), 7.5],
  ['squared', squaredLoss([0, 1, -2, 0, 0.3], Float64Array.of(1, 2, 0.5, 1, 3)), 7.5],
])('%s loss', (_, loss, weight) => {
  test('gradients and hessians by finite differences', () => {
    const scores = draws(5, 6);
    const { gradients, hessians } = derivativesOf(loss, scores);
    for (let row = 0; row < 5; row++) {
      expect(gradients[row]).toBeCloseTo(weight * slope((point) => derivativesOf(loss, point).value, scores, row), 6);
      expect(hessians[row]).toBeCloseTo(
        slope((point) => derivativesOf(loss, point).gradients[row], scores, row),
        6,
      );
    }
  });

  test('the base is where the sum of the gradients is 0', () => {
    const { gradients } = derivativesOf(loss, new Float64Array(5).fill(loss.base));
    expect(gradients.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 9);
  });
});

test('logistic loss at scores where e^score overflows', () => {
  const { value, gradients } = derivativesOf(logisticLoss([0, 1]), Float64Array.of(1_000, 1_000));
  expect(value).toBe(500);
  expect([...gradients]).toEqual([1, 0]);
});

describe('lambda loss', () => {
  // Two lists, one of them longer than NDCG looks, and one without a good row.
  const start = Uint32Array.of(0, 4, 17, 19);
  const grades = Float64Array.from({ length: 19 }, (_, row) => (row >= 17 ? 0 : [2, 0, 1, 0, 0][row % 5]));
  const weights = Float64Array.of(0.5, 2, 1);
  const rowWeights = Float64Array.from({ length: 19 }, (_, row) => [1, 1, 4, 0.5][row % 4]);
  const scores = draws(19, 3);

  test('by hand: two rows', () => {
    const loss = lambdaLoss({ start: Uint32Array.of(0, 2), grades: Float64Array.of(0, 1) });
    const { value, gradients, hessians } = derivativesOf(loss, Float64Array.of(1, 0));
    const change = 1 - 1 / Math.log2(3);
    expect(value).toBeCloseTo(change, 12);
    expect(gradients[1]).toBeCloseTo(-change * sigmoid(1), 12);
    expect(gradients[0]).toBeCloseTo(change * sigmoid(1), 12);
    expect(hessians[0]).toBeCloseTo(change * sigmoid(1) * sigmoid(-1), 12);
  });

  test('gradients and hessians by finite differences, with the change of NDCG at the scores held', () => {
    const rankAt = new Float64Array(19);
    for (let list = 0; list < 3; list++) {
      for (const [rank, row] of ranking(scores, start[list], start[list + 1]).entries()) rankAt[row] = rank;
    }
    const pairLoss = (point: Float64Array) => {
      let sum = 0;
      for (let list = 0; list < 2; list++) {
        const ideal = idealGain(grades.subarray(start[list], start[list + 1]));
        for (let good = start[list]; good < start[list + 1]; good++) {
          for (let bad = start[list]; bad < start[list + 1]; bad++) {
            if (grades[good] <= grades[bad]) continue;
            const gain = gainOf(grades[good]) - gainOf(grades[bad]);
            const change = gain * Math.abs(discount(rankAt[good]) - discount(rankAt[bad]));
            const weight = weights[list] * rowWeights[good] * rowWeights[bad];
            sum += (weight * change * Math.log1p(Math.exp(point[bad] - point[good]))) / ideal;
          }
        }
      }
      return sum;
    };
    const { gradients, hessians } = derivativesOf(lambdaLoss({ start, grades, weights, rowWeights }), scores);
    for (let row = 0; row < 19; row++) expect(gradients[row]).toBeCloseTo(slope(pairLoss, scores, row), 6);
    // The pair loss's second derivatives: of its slopes.
    const slopeOf = (row: number) => (point: Float64Array) => slope(pairLoss, point, row);
    for (let row = 0; row < 19; row++) expect(hessians[row]).toBeCloseTo(slope(slopeOf(row), scores, row), 4);
  });

  test('the loss is 1 - NDCG@10 of the lists that have good and bad rows, by weight', () => {
    const best = derivativesOf(lambdaLoss({ start, grades, weights }), grades.slice());
    expect(best.value).toBeCloseTo(0, 12);
    expect(best.gradients.subarray(17).every((gradient) => gradient === 0)).toBe(true);
    const one = lambdaLoss({ start: Uint32Array.of(0, 3), grades: Float64Array.of(0, 0, 1) });
    expect(derivativesOf(one, Float64Array.of(3, 2, 1)).value).toBeCloseTo(0.5, 12);
    expect(derivativesOf(lambdaLoss({ start: Uint32Array.of(0, 1), grades: Float64Array.of(1) }), draws(1)).value).toBe(
      0,
    );
  });
});
