import { expect, test } from 'vitest';
import { ambiguityFigures, wholeTitles } from './figures.js';

const belief = (shares: Record<string, number>) => new Map(Object.entries(shares));

test('accuracy, NLL, coverage and sets of four requests, by hand', () => {
  const beliefs = [
    belief({ a: 0.8, b: 0.2 }),
    belief({ a: 0.6, b: 0.4 }),
    belief({ a: 0.5, b: 0.3, c: 0.2 }),
    belief({ b: 1 }),
  ];
  const figures = ambiguityFigures(beliefs, ['a', 'b', 'c', 'a'], 0.3);
  expect(figures.accuracy).toBe(0.25);
  // Sets {a}, {a, b}, {a, b}, {b}.
  expect(figures.size).toBe(1.5);
  expect(figures.asked).toBe(0.5);
  expect(figures.coverage).toBe(0.5);
  expect(figures.nll).toBeCloseTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.2) + Math.log(1e-6)) / 4, 12);
  // A bin each: .8 right, .6, .5 and 1 wrong.
  expect(figures.ece).toBeCloseTo((0.2 + 0.6 + 0.5 + 1) / 4, 12);
});

test('a title is whole where it is all that the reading holds', () => {
  const slots = [[{ value: 'dune' }], [{ value: 'the dune' }], [{ value: 'dune' }, { value: 'dune' }], [], undefined];
  expect(wholeTitles(slots, ['dune', 'dune', 'dune', 'dune', 'dune'])).toBe(0.2);
});
