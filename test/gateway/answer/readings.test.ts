import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorFlip } from '../../../gateway/answer/prior-flip.js';
import { offered, readings } from '../../../gateway/answer/readings.js';

const hypothesis = (posterior: number, ...values: string[]) => ({
  posterior,
  hypothesis: { slots: values.map((value) => ({ name: 'title', value, start: 0, end: 0 })) },
});

test('what has the same normalised values in a domain is one reading, with the sum of the posteriors', () => {
  const album = hypothesis(0.2, 'Thriller');
  const track = hypothesis(0.3, 'thriller ');
  const found = readings(
    new Map([
      ['music', [album, track, hypothesis(0.1, 'find thriller')]],
      ['video', [hypothesis(0.5, 'thriller')]],
    ]),
  );
  expect(found).toEqual([
    { domain: 'music', title: 'thriller ', probability: 0.5, hypothesis: track },
    { domain: 'video', title: 'thriller', probability: 0.5, hypothesis: hypothesis(0.5, 'thriller') },
  ]);
});

test('the title is the longest value; none without slots; a domain without hypotheses has no reading', () => {
  const found = readings(
    new Map([
      ['music', [hypothesis(0.4, 'adele', 'hello again')]],
      ['books', [hypothesis(0.1)]],
      ['video', []],
    ]),
  );
  expect(found.map(({ domain, title, probability }) => [domain, title, probability])).toEqual([
    ['music', 'hello again', 0.8],
    ['books', '', 0.2],
  ]);
});

test('probabilities sum to 1 and fall, even where every posterior is 0', () => {
  const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 5 }), (domains) => {
      const found = readings(new Map(domains.map((list, index) => [`d${index}`, list.map((p) => hypothesis(p, 'x'))])));
      expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      for (const [index, { probability }] of found.entries())
        expect(probability).toBeLessThanOrEqual(found[Math.max(0, index - 1)]!.probability);
    }),
  );
  expect(
    readings(
      new Map([
        ['a', [hypothesis(0)]],
        ['b', [hypothesis(0)]],
      ]),
    ).map(({ probability }) => probability),
  ).toEqual([0.5, 0.5]);
});

test('offered: from a share on, the best in any case, three at most', () => {
  const of = (...shares: number[]) => shares.map((probability) => ({ probability }));
  expect(offered(of(0.6, 0.3, 0.1), 0.2)).toHaveLength(2);
  expect(offered(of(0.6, 0.3, 0.1), 0.1)).toHaveLength(3);
  expect(offered(of(0.6, 0.4), 0.9)).toEqual(of(0.6));
  expect(offered(of(0.3, 0.3, 0.2, 0.2), 0.01)).toHaveLength(3);
  expect(offered([], 0.5)).toEqual([]);
});

test('a flip is the gap in log-odds to the best of another domain', () => {
  const by = (...lists: [string, number[]][]) =>
    new Map(lists.map(([name, list]) => [name, list.map((posterior) => ({ posterior }))]));
  const flip = priorFlip(by(['a', [0.2, 0.8]], ['b', [0.5]], ['c', [0.4]]))!;
  expect(flip.domain).toBe('b');
  expect(flip.logOdds).toBeCloseTo(Math.log(4), 12);
  expect(priorFlip(by(['a', [0.8]], ['b', []]))).toBeUndefined();
  expect(priorFlip(by())).toBeUndefined();
});

test('several values are the same in any order, each as often as the other has it', () => {
  const many = Array.from({ length: 12 }, (_, index) => `value ${index}`);
  const massOf = (a: string[], b: string[]) =>
    readings(
      new Map([
        ['m', [hypothesis(0.5, ...a), hypothesis(0.25, ...b)]],
        ['n', [hypothesis(0.25)]],
      ]),
    )[0]!.probability;
  expect(massOf(['Adele', 'hello'], ['HELLO ', 'adele'])).toBeCloseTo(0.75, 12);
  expect(massOf(['a', 'b', 'c'], ['c', 'a', 'b'])).toBeCloseTo(0.75, 12);
  expect(massOf(['a', 'a', 'b'], ['a', 'b', 'b'])).toBeCloseTo(2 / 3, 12);
  expect(massOf(['a', 'b'], ['a', 'c'])).toBeCloseTo(2 / 3, 12);
  expect(massOf(['a'], ['a', 'a'])).toBeCloseTo(2 / 3, 12);
  expect(massOf(many, [...many].reverse())).toBeCloseTo(0.75, 12);
  expect(massOf(many, [...many.slice(1), 'other'])).toBeCloseTo(2 / 3, 12);
});
