import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayFollow } from '../../../domains/core/recognizer/labels.js';
import { constrain } from '../../../domains/core/recognizer/model.js';
import { nBestPaths } from '../../../domains/core/recognizer/n-best.js';
import { seeded } from '../../../training/numeric/random.js';
import { type CrfWeights, emissionScores, type TaggedExample, trainCrf } from '../../../training/recognizer/crf.js';
import { Marginals } from '../../../training/recognizer/marginals.js';
import { everyPath } from '../../support/models/paths.js';

const potentials = (count: number, most = 3) =>
  fc.array(fc.double({ min: -most, max: most, noNaN: true }), { minLength: count, maxLength: count });
const problem = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 3, 5)).chain(([length, labels]) =>
  fc.record({
    length: fc.constant(length),
    labels: fc.constant(labels),
    scores: potentials(length * labels).map((list) => Float64Array.from(list)),
    transitions: potentials(labels * labels).map((list) => Float32Array.from(list)),
    start: potentials(labels).map((list) => Float32Array.from(list)),
  }),
);
const slotsOf = (labels: number) => ['a', 'b'].slice(0, (labels - 1) / 2);

describe('Marginals', () => {
  it('are those of every legal path, by enumeration', () => {
    fc.assert(
      fc.property(problem, ({ length, labels, scores, transitions, start }) => {
        const marginals = new Marginals(labels);
        marginals.compute(scores, length, transitions, start);
        const chain = constrain([''], slotsOf(labels), transitions, start);
        const paths = everyPath({ ...chain, length, labels, emissions: scores, stride: labels, offset: 0 });
        const total = paths.reduce((sum, path) => sum + Math.exp(path.score), 0);
        const node = new Float64Array(length * labels);
        const arc = new Float64Array(labels * labels);
        for (const path of paths) {
          const share = Math.exp(path.score) / total;
          for (const [position, label] of path.labels.entries()) {
            node[position * labels + label] += share;
            if (position > 0) arc[path.labels[position - 1] * labels + label] += share;
          }
        }
        for (const [cell, expected] of node.entries()) expect(marginals.node[cell]).toBeCloseTo(expected, 9);
        for (const [move, expected] of arc.entries()) expect(marginals.arc[move]).toBeCloseTo(expected, 9);
      }),
      { numRuns: 200 },
    );
  });

  it('keep nothing of a longer utterance before', () => {
    const marginals = new Marginals(3);
    const [transitions, start] = [new Float32Array(9), new Float32Array(3)];
    marginals.compute(new Float64Array(30).fill(2), 10, transitions, start);
    marginals.compute(new Float64Array(3), 1, transitions, start);
    expect([...marginals.node.subarray(0, 3)]).toEqual([0.5, 0.5, 0]);
    expect([...marginals.arc]).toEqual(new Array(9).fill(0));
  });

  it('hold for scores that exp() does not take', () => {
    const marginals = new Marginals(3);
    marginals.compute(Float64Array.of(900, 905, -900, -900, -900, 900), 2, new Float32Array(9), new Float32Array(3));
    expect([...marginals.node.subarray(0, 6)].map((share) => Math.round(share * 1e6))).toEqual([0, 1e6, 0, 0, 0, 1e6]);
  });
});

/** Words as features (0 fills up): 1 play, 2 by, 3 and 4 names that are titles and artists alike, 5 now. */
function tagged(words: readonly number[], labels: readonly number[]): TaggedExample {
  return { features: Int32Array.from(words.flatMap((word) => [word, 0])), width: 2, labels: Uint8Array.from(labels) };
}

function best({ emissions, transitions, start }: CrfWeights, labels: number, example: TaggedExample): number[] {
  const chain = constrain([''], slotsOf(labels), transitions, start);
  const scores = emissionScores(emissions, labels, example);
  const lattice = { ...chain, length: example.labels.length, labels, emissions: scores, stride: labels, offset: 0 };
  return [...nBestPaths(lattice, 1)[0].labels];
}

const settings = { epochs: 15, rate: 0.2, l2: 0, dropout: 0 };

describe('trainCrf', () => {
  it('learns labels that the word itself tells', () => {
    const corpus = [tagged([1, 3], [0, 1]), tagged([1, 4, 4], [0, 3, 4]), tagged([5, 3], [0, 1])];
    const weights = trainCrf(corpus, 5, 5, settings, seeded(1));
    for (const example of corpus) expect(best(weights, 5, example)).toEqual([...example.labels]);
  });

  it('learns labels that only their neighbours tell', () => {
    // The same word follows O as B and B as I: nothing but the moves between labels says which.
    const corpus = [tagged([1, 3, 3, 3], [0, 1, 2, 2]), tagged([1, 3], [0, 1]), tagged([5, 3, 3], [0, 1, 2])];
    const weights = trainCrf(corpus, 5, 3, settings, seeded(1));
    for (const example of corpus) expect(best(weights, 3, example)).toEqual([...example.labels]);
    expect(best(weights, 3, tagged([5, 3, 3, 3, 3], [0, 0, 0, 0, 0]))).toEqual([0, 1, 2, 2, 2]);
  });

  it('takes its first step down the gradient of -log P(labels)', () => {
    const weights = trainCrf([tagged([1, 3], [0, 1])], 3, 3, { ...settings, epochs: 1 }, seeded(1));
    // Labels O, B, I; of the row of word 1 O goes up, B down; I has no probability at the start and stays.
    const row = (feature: number) =>
      [...weights.emissions.subarray(feature * 3, feature * 3 + 3)].map((w) => Math.round(w * 1000));
    expect(row(0)).toEqual([0, 0, 0]);
    expect(row(1)).toEqual([200, -200, 0]);
    expect(row(2)).toEqual([0, 0, 0]);
    expect(row(3)).toEqual([-200, 200, -200]);
    expect([...weights.start].map((w) => Math.round(w * 1000))).toEqual([200, -200, 0]);
    expect(weights.transitions[0 * 3 + 1]).toBeGreaterThan(0);
    expect(weights.transitions[1 * 3 + 2]).toBeLessThan(0);
  });

  it('never moves a weight of a forbidden move', () => {
    const corpus = [tagged([1, 3, 3, 5], [0, 1, 2, 0]), tagged([3, 4], [1, 3])];
    const { transitions, start } = trainCrf(corpus, 5, 5, settings, seeded(1));
    for (const [arc, weight] of transitions.entries()) {
      if (!mayFollow(Math.floor(arc / 5), arc % 5)) expect(weight).toBe(0);
    }
    expect([start[2], start[4]]).toEqual([0, 0]);
  });

  it('depends on the seed and nothing else, with dropout too', () => {
    const corpus = [
      tagged([1, 3, 3], [0, 1, 2]),
      tagged([1, 4], [0, 3]),
      tagged([5, 3], [0, 1]),
      tagged([2, 4], [0, 3]),
    ];
    const train = (seed: number) => trainCrf(corpus, 5, 5, { ...settings, epochs: 3, dropout: 0.3 }, seeded(seed));
    expect(train(1)).toEqual(train(1));
    expect(train(1)).not.toEqual(train(2));
  });

  it('passes over utterances without tokens', () => {
    const { emissions } = trainCrf([tagged([], [])], 2, 3, settings, seeded(1));
    expect([...emissions]).toEqual(new Array(9).fill(0));
  });
});

it('believes examples as far as their weights go', () => {
  // One token of one feature, tagged O (0) as often as B (1), of which O is believed a quarter.
  const examples = Array.from({ length: 40 }, (_, index): TaggedExample => {
    return {
      features: Int32Array.of(1),
      width: 1,
      labels: Uint8Array.of(index % 2),
      weight: index % 2 === 1 ? 1 : 0.25,
    };
  });
  const { emissions, start } = trainCrf(examples, 1, 3, { epochs: 200, rate: 0.1, l2: 0, dropout: 0 }, seeded(1));
  const odds = (label: number) => Math.exp(emissions[3 + label]! + start[label]!);
  expect(odds(1) / (odds(0) + odds(1))).toBeCloseTo(0.8, 1);
});
