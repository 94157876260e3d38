import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BestCandidates } from '../../../../../domains/core/resolution/strategies/best-candidates.js';
import type { Candidate } from '../../../../../domains/core/resolution/strategies/strategy.js';

/** Few scores, so that many are equal. */
const offers = fc
  .uniqueArray(fc.record({ row: fc.nat(500), score: fc.nat(9).map((tenths) => 1 + tenths / 10) }), {
    selector: ({ row }) => row,
    maxLength: 200,
  })
  .map((each): readonly Candidate[] => each);

function bestOf(all: readonly Candidate[], depth: number): Candidate[] {
  return [...all].sort((one, other) => other.score - one.score || one.row - other.row).slice(0, depth);
}

describe('the best candidates', () => {
  test('are those that sorting all of them puts first', () => {
    const best = new BestCandidates();
    fc.assert(
      fc.property(offers, fc.nat(40), (all, depth) => {
        best.begin(depth);
        for (const { row, score } of all) best.offer(row, score);
        const expected = bestOf(all, depth);
        expect(best.list()).toEqual(expected);
        expect([...best.rows()]).toEqual(expected.map(({ row }) => row).sort((one, other) => one - other));
        expect(Array.from({ length: depth + 1 }, (_, place) => best.scoreAt(place))).toEqual(
          Array.from({ length: depth + 1 }, (_, place) => expected[place]?.score ?? 0),
        );
      }),
    );
  });

  test('may be read between offers', () => {
    const best = new BestCandidates();
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 40 }), (all, depth) => {
        best.begin(depth);
        for (const [index, { row, score }] of all.entries()) {
          best.offer(row, score);
          const expected = bestOf(all.slice(0, index + 1), depth);
          expect(best.least).toBe(expected.length < depth ? 0 : expected[depth - 1].score);
          if (index % 7 === 0) expect(best.list()).toEqual(expected);
        }
      }),
    );
  });
});
