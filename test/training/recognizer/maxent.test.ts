import { describe, expect, it } from 'vitest';
import { seeded } from '../../../training/numeric/random.js';
import { type ClassifiedExample, score, trainMaxent } from '../../../training/recognizer/maxent.js';

const example = (label: number, ...features: number[]): ClassifiedExample => ({
  features: Int32Array.from(features),
  label,
});
const settings = { epochs: 20, rate: 0.3, l2: 0, dropout: 0 };

function logits(weights: Float32Array, columns: number, ...features: number[]): number[] {
  const into = new Float64Array(columns);
  score(weights, columns, Int32Array.from(features), into);
  return [...into];
}

describe('trainMaxent', () => {
  it('lets every word count where dropout keeps words from leaning on each other', () => {
    // Feature 1 decides alone, 2 goes along with it: without dropout most of the weight is 1's.
    const examples = [0, 1].flatMap((label) =>
      Array.from({ length: 40 }, (_, index) => example(label, ...(label === 1 ? (index < 36 ? [1, 2] : [1]) : [3]))),
    );
    const share = (dropout: number) => {
      const weights = trainMaxent(examples, 3, 1, { ...settings, dropout }, seeded(1));
      return weights[2] / weights[1];
    };
    expect(share(0.5)).toBeGreaterThan(share(0));
  });

  it('believes examples as far as their weights go', () => {
    // One feature, two labels: as many of each, of which one is believed a quarter.
    const examples = Array.from({ length: 40 }, (_, index) => ({
      ...example(index % 2, 1),
      weight: index % 2 === 1 ? 1 : 0.25,
    }));
    const [weighed] = logits(trainMaxent(examples, 1, 1, { ...settings, epochs: 200 }, seeded(1)), 1, 1);
    // P = 1 / 1.25.
    expect(1 / (1 + Math.exp(-weighed!))).toBeCloseTo(0.8, 1);
    const alike = examples.map(({ features, label }) => ({ features, label }));
    const [even] = logits(trainMaxent(alike, 1, 1, { ...settings, epochs: 200 }, seeded(1)), 1, 1);
    expect(1 / (1 + Math.exp(-even!))).toBeCloseTo(0.5, 1);
  });

  it('tells classes apart by the features that do', () => {
    // Feature 1 is everywhere; 2, 3 and 4 stand for the classes.
    const examples = [0, 1, 2].flatMap((label) => Array.from({ length: 10 }, () => example(label, 1, 2 + label)));
    const weights = trainMaxent(examples, 4, 3, settings, seeded(1));
    for (const label of [0, 1, 2]) {
      const sums = logits(weights, 3, 1, 2 + label);
      expect(sums.indexOf(Math.max(...sums))).toBe(label);
      expect(Math.max(...sums) - sums[(label + 1) % 3]).toBeGreaterThan(3);
    }
  });

  it('reaches the log-odds of the data where the data is not separable', () => {
    // Three of four are of class 1.
    const examples = Array.from({ length: 400 }, (_, index) => example(index % 4 === 0 ? 0 : 1, 1));
    const one = trainMaxent(examples, 1, 1, { ...settings, rate: 0.05 }, seeded(1));
    expect(logits(one, 1, 1)[0]).toBeCloseTo(Math.log(3), 1);
    const [no, yes] = logits(trainMaxent(examples, 1, 2, { ...settings, rate: 0.05 }, seeded(1)), 2, 1);
    expect(yes - no).toBeCloseTo(Math.log(3), 1);
  });

  it('takes its first step down the gradient of -log softmax', () => {
    const weights = trainMaxent([example(1, 2)], 2, 3, { epochs: 1, rate: 0.25, l2: 0, dropout: 0 }, seeded(1));
    // Slopes 1/3, -2/3, 1/3 at first; AdaGrad's first step is the rate, whatever the slope.
    expect([...weights.subarray(6)].map((weight) => Math.round(weight * 1000))).toEqual([-250, 250, -250]);
    expect([...weights.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('is held back by L2', () => {
    const examples = [example(0, 1), example(1, 2)];
    const free = trainMaxent(examples, 2, 1, settings, seeded(1));
    const held = trainMaxent(examples, 2, 1, { ...settings, l2: 0.5 }, seeded(1));
    expect(Math.abs(held[2])).toBeLessThan(Math.abs(free[2]));
  });

  it('depends on the seed and nothing else', () => {
    const examples = Array.from({ length: 60 }, (_, index) => example(index % 3, 1 + (index % 5), 6 + (index % 7)));
    const train = (seed: number) => trainMaxent(examples, 13, 3, settings, seeded(seed));
    expect(train(5)).toEqual(train(5));
    expect(train(5)).not.toEqual(train(6));
  });

  it('leaves a table of zeros where there is nothing to learn from', () => {
    expect([...trainMaxent([], 2, 2, settings, seeded(1))]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
