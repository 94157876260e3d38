import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priorFlip } from '../../../gateway/answer/prior-flip.js';
import { offered, readings, shareAmong } from '../../../gateway/answer/readings.js';

const hypothesis = (posterior: number, ...values: string[]) => ({
  posterior,
  hypothesis: {
    intent: 'Find',
    slots: values.map((value) => ({ name: 'title', value, start: 0, end: 0 })),
    title: values.at(-1),
  },
});
type Hypotheses = ReturnType<typeof hypothesis>[];
const by = (...domains: [string, number, Hypotheses][]) =>
  new Map(domains.map(([domain, inDomain, hypotheses]) => [domain, { inDomain, hypotheses }]));

test('one intent with the same normalised values in a domain is one reading, with the sum of the posteriors', () => {
  const album = hypothesis(0.2, 'Thriller');
  const track = hypothesis(0.3, 'thriller ');
  const film = hypothesis(0.3, 'thriller');
  const { readings: found, none } = readings(
    by(['music', 0.6, [album, track, hypothesis(0.1, 'find thriller')]], ['video', 0.4, [film]]),
  );
  // One of them was meant with .5 + .3, of which the domains have .6 and .4.
  expect(found.map(({ domain, title, hypothesis: best }) => [domain, title, best])).toEqual([
    ['music', 'thriller ', track],
    ['video', 'thriller', film],
  ]);
  expect(found[0].probability).toBeCloseTo(0.6 * 0.8, 12);
  expect(found[1].probability).toBeCloseTo(0.4 * 0.8, 12);
  expect(none).toBeCloseTo(0.2, 12);
});

test('two intents are two readings, though their values are the same: to pause is not to resume', () => {
  const [pause, resume] = [hypothesis(0.35, 'film'), hypothesis(0.3, 'film')];
  const intents = [pause, { ...resume, hypothesis: { ...resume.hypothesis, intent: 'Resume' } }];
  const { readings: found, none } = readings(by(['video', 0.9, intents]));
  expect(found.map(({ hypothesis: best }) => best)).toEqual([pause]);
  expect(found[0].probability).toBeCloseTo(0.35, 12);
  expect(none).toBeCloseTo(0.65, 12);
});

test('what the words forbid is no reading, and a domain that has nothing else has none', () => {
  const [play, stop] = [hypothesis(0.8, 'jazz'), hypothesis(0.1, 'jazz')];
  const forbidden = { ...play, hypothesis: { ...play.hypothesis, forbidden: true } };
  expect(readings(by(['music', 0.9, [forbidden, stop]])).readings.map(({ hypothesis: best }) => best)).toEqual([stop]);
  expect(readings(by(['music', 0.9, [forbidden]]))).toEqual({ readings: [], none: 1 });
});

test('how sure a domain is of its slots does not say which medium was meant', () => {
  const { readings: found } = readings(
    by(['music', 0.6, [hypothesis(0.1, 'x')]], ['video', 0.3, [hypothesis(0.3, 'x')]]),
  );
  expect(found.map(({ domain }) => domain)).toEqual(['music', 'video']);
  expect(shareAmong(found, found[0])).toBeCloseTo(2 / 3, 12);
});

test('a reading is titled by the slot that names the work; a domain without hypotheses has no reading', () => {
  const { readings: found } = readings(
    by(['music', 0.4, [hypothesis(0.4, 'adele', 'hello')]], ['books', 0.1, [hypothesis(0.1)]], ['video', 0, []]),
  );
  expect(found.map(({ domain, title }) => [domain, title])).toEqual([
    ['music', 'hello'],
    ['books', ''],
  ]);
});

test('probabilities and none sum to 1, and probabilities fall', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  const domain = fc.record({ inDomain: part, posteriors: fc.array(part, { minLength: 1, maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(domain, { minLength: 1, maxLength: 5 }), (domains) => {
      const { readings: found, none } = readings(
        by(
          ...domains.map(({ inDomain, posteriors }, index): [string, number, Hypotheses] => [
            `d${index}`,
            inDomain,
            posteriors.map((p) => hypothesis(p, 'x')),
          ]),
        ),
      );
      expect(found.reduce((sum, { probability }) => sum + probability, none)).toBeCloseTo(1, 9);
      for (const [index, { probability }] of found.entries())
        expect(probability).toBeLessThanOrEqual(found[Math.max(0, index - 1)].probability);
    }),
  );
  expect(readings(new Map())).toEqual({ readings: [], none: 1 });
  const nothing = readings(by(['a', 0, [hypothesis(0)]], ['b', 0, [hypothesis(0)]])).readings;
  expect(nothing.map((reading) => shareAmong(nothing, reading))).toEqual([0.5, 0.5]);
});

test('offered: from a share of the readings on, the best in any case, three at most', () => {
  const of = (...shares: number[]) => shares.map((probability) => ({ probability }));
  expect(offered(of(0.6, 0.3, 0.1), 0.2)).toHaveLength(2);
  expect(offered(of(0.6, 0.3, 0.1), 0.1)).toHaveLength(3);
  // Two thirds and one third of what the readings have together.
  expect(offered(of(0.2, 0.1), 0.3)).toHaveLength(2);
  expect(offered(of(0.6, 0.4), 0.9)).toEqual(of(0.6));
  expect(offered(of(0.3, 0.3, 0.2, 0.2), 0.01)).toHaveLength(3);
  expect(offered([], 0.5)).toEqual([]);
});

test('what is hardly believed is not offered beside what is believed ten times as much', () => {
  const of = (...shares: number[]) => shares.map((probability) => ({ probability }));
  expect(offered(of(0.9, 0.009), 0.001)).toHaveLength(1);
  expect(offered(of(0.9, 0.011), 0.001)).toHaveLength(2);
  expect(offered(of(0.05, 0.009), 0.001)).toHaveLength(2);
});

test('a flip is the gap in log-probability to the best of another domain', () => {
  const bests = (...lists: [string, number[]][]) =>
    new Map(lists.map(([name, list]) => [name, list.map((posterior) => ({ posterior }))]));
  const flip = priorFlip(bests(['a', [0.2, 0.8]], ['b', [0.5]], ['c', [0.4]]))!;
  expect(flip.domain).toBe('b');
  expect(flip.logOdds).toBeCloseTo(Math.log(1.6), 12);
  expect(priorFlip(bests(['a', [0.8]], ['b', []]))).toBeUndefined();
  expect(priorFlip(bests())).toBeUndefined();
});

test('several values are the same in any order, each as often as the other has it', () => {
  const many = Array.from({ length: 12 }, (_, index) => `value ${index}`);
  const massOf = (a: string[], b: string[]) =>
    1 - readings(by(['m', 1, [hypothesis(0.5, ...a), hypothesis(0.25, ...b)]])).none;
  expect(massOf(['Adele', 'hello'], ['HELLO ', 'adele'])).toBeCloseTo(0.75, 12);
  expect(massOf(['a', 'b', 'c'], ['c', 'a', 'b'])).toBeCloseTo(0.75, 12);
  expect(massOf(['a', 'a', 'b'], ['a', 'b', 'b'])).toBeCloseTo(0.5, 12);
  expect(massOf(['a', 'b'], ['a', 'c'])).toBeCloseTo(0.5, 12);
  expect(massOf(['a'], ['a', 'a'])).toBeCloseTo(0.5, 12);
  expect(massOf(many, [...many].reverse())).toBeCloseTo(0.75, 12);
  expect(massOf(many, [...many.slice(1), 'other'])).toBeCloseTo(0.5, 12);
});
