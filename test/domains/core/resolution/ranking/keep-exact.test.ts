import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CandidateUnion } from '../../../../../domains/core/resolution/candidate-union.js';
import { keepExact } from '../../../../../domains/core/resolution/ranking/keep-exact.js';

/** Rows 0 and 1 are named exactly, 2 and 3 lexical alone found, 4 to 6 phonetic alone. */
function union(): CandidateUnion {
  const found = new CandidateUnion();
  const all = (...rows: number[]) => rows.map((row) => ({ row, score: 1 }));
  found.add('exact', all(0, 1));
  found.add('lexical', all(1, 2, 3));
  found.add('phonetic', all(4, 2, 5, 6));
  return found;
}

describe('an exact match', () => {
  test('takes the place of the first that chance found, which move down', () => {
    const probabilities = Float64Array.of(0.05, 0.1, 0.02, 0.15, 0.3, 0.04, 0.2);
    keepExact({ probabilities, none: 0.14 }, union(), ['phonetic']);
    // Row 1, 4, 6 had .1, .3, .2; what lexical found is as it was.
    expect([...probabilities]).toEqual([0.05, 0.3, 0.02, 0.15, 0.2, 0.04, 0.1]);
  });

  test('is displaced by what always ran, as the ranker says', () => {
    const probabilities = Float64Array.of(0.05, 0.1, 0.02, 0.15, 0.3, 0.04, 0.2);
    const before = probabilities.slice();
    keepExact({ probabilities, none: 0.14 }, union(), []);
    expect(probabilities).toEqual(before);
    keepExact({ probabilities, none: 0.14 }, union(), ['semantic']);
    expect(probabilities).toEqual(before);
  });

  test('is never behind what chance alone found, and probabilities stay the same in number', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }), (given) => {
        const probabilities = Float64Array.from(given);
        keepExact({ probabilities, none: 0 }, union(), ['phonetic', 'memory']);
        const exact = Math.max(probabilities[0], probabilities[1]);
        for (const at of [4, 5, 6]) expect(probabilities[at]).toBeLessThanOrEqual(exact);
        expect(probabilities.slice().sort()).toEqual(Float64Array.from(given).sort());
      }),
    );
  });
});
