import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NgramCounts } from '../../../../domains/core/language-models/ngram-counts.js';
import {
  countNgrams,
  logProbability,
  type NgramModel,
  type Sequence,
} from '../../../../domains/core/language-models/ngram-model.js';

const [S, A, B, C, D] = [101, 102, 103, 104, 105];
const CONDITION = 7;

const sequence = (symbols: readonly number[], from: number, condition = CONDITION): Sequence => ({
  condition,
  symbols,
  from,
  to: symbols.length,
});

function modelOf(order: number, alphabet: number, sequences: readonly Sequence[]): NgramModel {
  const counts = new NgramCounts();
  for (const each of sequences) countNgrams(counts, order, each);
  return { order, alphabet, counts };
}

/** P of one symbol after a context that is not scored. */
const next = (model: NgramModel, context: readonly number[], symbol: number, condition = CONDITION) =>
  Math.exp(logProbability(model, sequence([...context, symbol], context.length, condition)));

describe('Witten-Bell interpolation', () => {
  // Seen: "a b" and "a a" after S; a, b and one symbol for all that was not seen.
  const model = modelOf(2, 3, [sequence([S, A, B], 1), sequence([S, A, A], 1)]);

  it('gives the values worked out by hand', () => {
    // Alone: a three times and b once, two types. P(a) = (3 + 2/3) / (4 + 2) = 11/18, P(b) = (1 + 2/3) / 6 = 5/18.
    // After S: a twice, one type. P(a | S) = (2 + 11/18) / (2 + 1) = 47/54.
    expect(next(model, [S], A)).toBeCloseTo(47 / 54, 12);
    // After a: a and b once each. P(b | a) = (1 + 2 * 5/18) / (2 + 2) = 7/18.
    expect(next(model, [A], B)).toBeCloseTo(7 / 18, 12);
    // Not seen: P(d) = (0 + 2/3) / 6 = 1/9, and after a (0 + 2/9) / 4 = 1/18.
    expect(next(model, [A], D)).toBeCloseTo(1 / 18, 12);
    expect(logProbability(model, sequence([S, A, B], 1))).toBeCloseTo(Math.log((47 / 54) * (7 / 18)), 12);
  });

  it('falls back to the shorter context where the longer one was not seen', () => {
    expect(next(model, [C], A)).toBeCloseTo(11 / 18, 12);
  });

  it('is uniform under a condition that was not seen', () => {
    expect(next(model, [S], A, 8)).toBeCloseTo(1 / 3, 12);
    expect(logProbability(model, sequence([S, A, B], 1, 8))).toBeCloseTo(2 * Math.log(1 / 3), 12);
  });

  it('is 0 for a sequence of nothing', () => {
    expect(logProbability(model, sequence([S], 1))).toBe(0);
  });
});

it('shares out all of the probability in any context, and more to what was seen than to what was not', () => {
  const symbol = fc.constantFrom(A, B, C);
  const sequences = fc.array(fc.array(symbol, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      sequences,
      fc.integer({ min: 1, max: 4 }),
      fc.array(symbol, { maxLength: 4 }),
      (seen, order, context) => {
        const model = modelOf(
          order,
          4,
          seen.map((symbols) => sequence([S, ...symbols], 1)),
        );
        // D stands for all that was never seen.
        const shares = [A, B, C, D].map((each) => next(model, [S, ...context], each));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        for (const share of shares) expect(share).toBeGreaterThan(0);
        for (const each of new Set(seen.flat())) expect(next(model, [S], each)).toBeGreaterThan(next(model, [S], D));
      },
    ),
  );
});

it('stays a distribution past 65,535 counts', () => {
  const symbols = [S, ...new Array<number>(100_000).fill(A), B];
  const model = modelOf(2, 3, [sequence(symbols, 1)]);
  const shares = [A, B, D].map((each) => next(model, [A], each));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(shares[1]).toBeLessThan(1e-4);
});
