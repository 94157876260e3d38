import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BestCandidates } from '../../../../../../domains/core/resolution/strategies/best-candidates.js';
import { NearVectors } from '../../../../../../domains/core/resolution/strategies/semantic/near-vectors.js';
import { QUERY_UNIT, UNIT } from '../../../../../../domains/core/resolution/strategies/semantic/semantic-index.js';
import { seeded } from '../../../../../../training/numeric/random.js';

/** A vector of a length, its entries rounded. */
function vectorOf(random: { next(): number }, dimensions: number, length: number): number[] {
  const entries = Array.from({ length: dimensions }, () => random.next() - 0.5);
  const scale = length / Math.hypot(...entries);
  return entries.map((entry) => Math.round(entry * scale));
}

test('the nearest vectors are those that reading all of them whole finds', () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(4, 16, 24), fc.integer({ min: 1, max: 30 }), (seed, dimensions, depth) => {
      const random = seeded(seed);
      const rows = Uint32Array.from({ length: 400 }, (_, at) => at);
      const vectors = Int8Array.from([...rows].flatMap(() => vectorOf(random, dimensions, UNIT)));
      const query = Int32Array.from(vectorOf(random, dimensions, QUERY_UNIT));
      const isWanted = (row: number) => row % 3 !== 0;
      const [ours, all] = [new BestCandidates(), new BestCandidates()];
      ours.begin(depth);
      new NearVectors({ dimensions, rows, vectors }).offerTo(ours, query, 0, rows.length, 0.3, isWanted);
      all.begin(depth);
      for (const row of rows) {
        let sum = 0;
        for (let place = 0; place < dimensions; place++) sum += query[place] * vectors[row * dimensions + place];
        const score = 1 + sum / (QUERY_UNIT * UNIT);
        if (score >= 1.3 && isWanted(row)) all.offer(row, score);
      }
      expect(ours.list()).toEqual(all.list());
    }),
    { numRuns: 50 },
  );
});
