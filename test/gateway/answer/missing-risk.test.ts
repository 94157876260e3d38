import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MissingRisk } from '../../../gateway/answer/missing-risk.js';

const bests = (of: Record<string, number>) => new Map(Object.entries(of));

/** A history of `times` equal requests. */
function historyOf(times: number, of: Record<string, number>, risk = new MissingRisk(), rejected = false): MissingRisk {
  for (let i = 0; i < times; i++) risk.observe(bests(of), rejected);
  return risk;
}

describe('without history', () => {
  test('an absent domain has what a calibrated best leaves over', () => {
    expect(new MissingRisk().risk(bests({ books: 0.9 }), ['music'])).toBeCloseTo(0.1, 12);
    expect(new MissingRisk().risk(bests({ books: 0.9, video: 0.2 }), ['music'])).toBeCloseTo(0.1, 12);
    expect(new MissingRisk().risk(bests({ books: 0 }), ['music'])).toBe(1);
  });

  test('two absent domains count as independent: 1 - .9 * .9', () => {
    expect(new MissingRisk().risk(bests({ books: 0.9 }), ['music', 'video'])).toBeCloseTo(0.19, 12);
  });

  test('none absent, no risk', () => {
    expect(new MissingRisk().risk(bests({ books: 0.1 }), [])).toBe(0);
  });
});

describe('with history', () => {
  test('wins are counted beside what was assumed: (1 + 20 * .5) / (1 + 20)', () => {
    expect(historyOf(1, { music: 0.9, books: 0.5 }).risk(bests({ books: 0.5 }), ['music'])).toBeCloseTo(11 / 21, 12);
    expect(historyOf(1, { music: 0.4, books: 0.5 }).risk(bests({ books: 0.5 }), ['music'])).toBeCloseTo(10 / 21, 12);
  });

  test('it is conditioned on the best of the others', () => {
    const risk = historyOf(200, { music: 0.9, books: 0.5 });
    historyOf(200, { music: 0.01, books: 0.99 }, risk);
    expect(risk.risk(bests({ books: 0.5 }), ['music'])).toBeGreaterThan(0.9);
    expect(risk.risk(bests({ books: 0.99 }), ['music'])).toBeLessThan(0.01);
  });

  test('each domain has its own: the absent winner of these requests was music, never books', () => {
    const risk = historyOf(500, { music: 0.9, books: 0.5 });
    expect(risk.risk(bests({ music: 0.9 }), ['books'])).toBeLessThan(0.01);
  });

  test('a tie is no win, nor is the best of a request that is rejected', () => {
    expect(historyOf(500, { music: 0.5, books: 0.5 }).risk(bests({ books: 0.5 }), ['music'])).toBeLessThan(0.03);
    expect(
      historyOf(500, { music: 0.04, books: 0.003 }, new MissingRisk(), true).risk(bests({ books: 0.003 }), ['music']),
    ).toBeLessThan(0.05);
  });

  test('requests of one domain tell nothing', () => {
    expect(historyOf(500, { books: 0.5 }).risk(bests({ books: 0.5 }), ['music'])).toBe(0.5);
  });

  test('it forgets: after a deploy the old wins fade', () => {
    const risk = historyOf(2000, { music: 0.9, books: 0.5 });
    historyOf(10_000, { music: 0.2, books: 0.5 }, risk);
    expect(risk.risk(bests({ books: 0.5 }), ['music'])).toBeLessThan(0.02);
  });
});

test('always a probability, and more absent domains are no less risk', () => {
  const posterior = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const request = fc.record({ music: posterior, books: posterior, video: posterior });
  fc.assert(
    fc.property(fc.array(request), posterior, (history, best) => {
      const risk = new MissingRisk();
      for (const one of history) risk.observe(bests(one), false);
      const one = risk.risk(bests({ books: best }), ['music']);
      const two = risk.risk(bests({ books: best }), ['music', 'video']);
      expect(one).toBeGreaterThanOrEqual(0);
      expect(two).toBeGreaterThanOrEqual(one - 1e-12);
      expect(two).toBeLessThanOrEqual(1);
    }),
  );
});
