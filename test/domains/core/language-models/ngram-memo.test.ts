import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NgramCounts } from '../../../../domains/core/language-models/ngram-counts.js';
import { NgramMemo } from '../../../../domains/core/language-models/ngram-memo.js';
import { countNgrams, logProbability, type NgramModel } from '../../../../domains/core/language-models/ngram-model.js';

const symbols = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
const sequence = fc
  .record({ condition: fc.integer({ min: 1, max: 2 }), symbols, from: fc.integer({ min: 0, max: 2 }) })
  .map((record) => ({ ...record, to: record.symbols.length }));

it('answers as the model does, to the last bit, in a memory that holds everything and in one that holds next to nothing', () => {
  fc.assert(
    fc.property(
      fc.array(sequence, { maxLength: 5 }),
      fc.array(sequence, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(1, 2, 1024),
      (seen, asked, order, places) => {
        const counts = new NgramCounts();
        for (const each of seen) countNgrams(counts, order, each);
        const model: NgramModel = { order, alphabet: 5, counts };
        const remembering = { ...model, memo: new NgramMemo(order, places) };
        for (const each of [...asked, ...asked]) {
          expect(logProbability(remembering, each)).toBe(logProbability(model, each));
        }
      },
    ),
  );
});

it('does not ask the model for what it was asked last', () => {
  const memo = new NgramMemo(3, 64);
  expect(memo.recall(7, [1, 2, 3], 2)).toBeNaN();
  memo.remember(-2.5);
  expect(memo.recall(7, [1, 2, 3], 2)).toBe(-2.5);
  // Another condition, another context, and the same symbols where a sequence begins.
  expect(memo.recall(8, [1, 2, 3], 2)).toBeNaN();
  expect(memo.recall(7, [2, 2, 3], 2)).toBeNaN();
  expect(memo.recall(7, [2, 3], 1)).toBeNaN();
  // What lies further back than the order does not count.
  expect(memo.recall(7, [9, 1, 2, 3], 3)).toBe(-2.5);
});
