import { expect, test } from 'vitest';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import { seeded } from '../../../training/numeric/random.js';
import type { Carrier } from '../../../training/simulation/carriers.js';
import { contextLikelihoods, contextModel } from '../../../training/simulation/context-model.js';
import { readParameters } from '../../../training/simulation/parameters.js';
import { drawRequests } from '../../../training/simulation/requests.js';
import { bayesAccuracy, everyContext } from '../../bench/ambiguity/bayes-accuracy.js';

const parameters = readParameters();
const model = contextModel(parameters);
const carrier = (before: string, music: number, books: number, video: number): Carrier => ({
  before,
  after: '',
  weights: new Map(Object.entries({ music, books, video })),
});
const source = {
  model,
  parameters,
  titles: [
    { text: 'dune', percentiles: new Map(Object.entries({ song: 0.2, book: 0.9, movie: 0.5 })) },
    { text: 'twilight', percentiles: new Map(Object.entries({ book: 0.99, movie: 0.5 })) },
  ],
  carriers: [carrier('find', 1, 1, 1), carrier('watch', 0.1, 0.1, 3)],
};

test('the likelihoods of every context sum to 1 in each domain', () => {
  const sums = model.domains.map(() => 0);
  let contexts = 0;
  for (const places of everyContext(model)) {
    contexts++;
    for (const [index, likelihood] of contextLikelihoods(model, places).entries()) sums[index]! += likelihood;
  }
  expect(contexts).toBe(model.parts.reduce((product, { values }) => product * values.length, 1));
  for (const sum of sums) expect(sum).toBeCloseTo(1, 9);
});

test('the same seed gives the same requests, which a gateway takes', () => {
  const [one, other] = [drawRequests(source, 50, seeded(1)), drawRequests(source, 50, seeded(1))];
  expect(one).toEqual(other);
  expect(one).not.toEqual(drawRequests(source, 50, seeded(2)));
  for (const { context } of one) expect(() => checkContext(context)).not.toThrow();
});

test('a medium that a title is not is never meant, and posteriors are distributions', () => {
  for (const { title, domain, posterior, beforeContext } of drawRequests(source, 300, seeded(1))) {
    if (title.text === 'twilight') expect(domain).not.toBe('music');
    for (const belief of [posterior, beforeContext]) expect(belief.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
  }
});

test('the exact ceiling is what the best guess reaches on average, and the context raises it', () => {
  const requests = drawRequests(source, 4000, seeded(4));
  const right = requests.filter(
    ({ posterior, domain }) => model.domains[posterior.indexOf(Math.max(...posterior))] === domain,
  ).length;
  const ceiling = bayesAccuracy(model, requests, true);
  // Two standard errors of a share of 4000 are .016 at most.
  expect(Math.abs(right / 4000 - ceiling)).toBeLessThan(0.02);
  expect(ceiling).toBeGreaterThan(bayesAccuracy(model, requests, false));
});

test('a file of parameters that is wrong is refused by name and field', () => {
  expect(() => readParameters('no/such.json')).toThrow('no/such.json');
});
