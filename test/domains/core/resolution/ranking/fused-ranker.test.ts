import { describe, expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import type { EntityTable } from '../../../../../domains/core/resolution/entities/entity-table.js';
import { fusedRanker } from '../../../../../domains/core/resolution/ranking/fused-ranker.js';

const query = { words: ['hello'], fields: ['title' as const], kinds: [], constraints: [], context: {} };
const table = { popularityOf: (row: number) => (row === 7 ? 0.5 : 0) } as EntityTable;

describe('the ranking without training', () => {
  test('has the values that were worked out by hand', () => {
    const union = new CandidateUnion();
    union.add('exact', [{ row: 7, score: 1 }]);
    union.add('lexical', [
      { row: 9, score: 5 },
      { row: 7, score: 4 },
    ]);
    // Row 7: exact in first place 2 + 3, lexical in second 2 * 61 / 71 = 1.7183, popularity .25 * .5; row 9: 2; none: 2.
    const [seven, nine, none] = [5 + (2 * 61) / 71 + 0.125, 2, 2].map(Math.exp);
    const { probabilities, none: pNone } = fusedRanker(table).rank(query, union);
    expect(probabilities[0]).toBeCloseTo(seven / (seven + nine + none), 12);
    expect(probabilities[1]).toBeCloseTo(nine / (seven + nine + none), 12);
    expect(pNone).toBeCloseTo(none / (seven + nine + none), 12);
  });

  test('takes four nats from a candidate that has nothing of what the other slots say', () => {
    const union = new CandidateUnion();
    union.add('lexical', [{ row: 9, score: 5 }]);
    union.add('structured', [{ row: 8, score: 6 }]);
    const { probabilities, none } = fusedRanker(table).rank(query, union);
    // Each is first by one strategy, as much as none; row 9 has nothing of the score by structured.
    expect(probabilities[0] / none).toBeCloseTo(Math.exp(-4), 12);
    expect(probabilities[1] / none).toBeCloseTo(1, 12);
  });

  test('an empty union is none of them', () => {
    expect(fusedRanker(table).rank(query, new CandidateUnion()).none).toBe(1);
  });
});

describe('a union of candidates', () => {
  test('has every row once, with the score and place of each strategy', () => {
    const union = new CandidateUnion();
    union.add('exact', [{ row: 3, score: 2 }]);
    union.add('lexical', [
      { row: 5, score: 8 },
      { row: 3, score: 6 },
    ]);
    expect([...union.rows.slice(0, union.count)]).toEqual([3, 5]);
    expect([...union.scores.slice(0, 12)]).toEqual([2, 6, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
    expect([...union.places.slice(0, 12)]).toEqual([1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(union.ran).toBe(0b11);
  });

  test('grows, and nothing of a query is left in the next one', () => {
    const union = new CandidateUnion();
    union.add(
      'memory',
      Array.from({ length: 200 }, (_, row) => ({ row: row + 1, score: 1 })),
    );
    expect(union.count).toBe(200);
    union.clear();
    union.add('structured', [{ row: 200, score: 4 }]);
    expect(union.count).toBe(1);
    expect([...union.scores.slice(0, 6)]).toEqual([0, 0, 4, 0, 0, 0]);
    expect([...union.places.slice(6, 12)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(union.isFoundBy(0, 'structured')).toBe(true);
    expect(union.isFoundBy(0, 'memory')).toBe(false);
  });
});
