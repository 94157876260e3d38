import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FeatureIds } from '../../../../domains/core/recognizer/encode.js';
import { batches } from '../../../../domains/core/recognizer/graph-run.js';

/** An utterance of so many rows of such a width. */
const shaped = (rows: number, width: number): FeatureIds => ({ ids: new Int32Array(rows * width), width });

it('lets utterances share a run while their rows, filled up to the widest, are few enough', () => {
  const [narrow, wide, long] = [shaped(2, 3), shaped(2, 5), shaped(9, 4)];
  expect(batches([narrow, narrow, wide], 30)).toEqual([[narrow, narrow, wide]]);
  expect(batches([narrow, narrow, wide], 29)).toEqual([[narrow, narrow], [wide]]);
  expect(batches([narrow, long, narrow], 30)).toEqual([[narrow], [long], [narrow]]);
  expect(batches([], 30)).toEqual([]);
});

it('keeps every utterance, in order, and no run that could be shared is larger', () => {
  const utterance = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(utterance), (shapes) => {
      const utterances = shapes.map(([rows, width]) => shaped(rows, width));
      const runs = batches(utterances, 60);
      expect(runs.flat()).toEqual(utterances);
      for (const run of runs) {
        const rows = run.reduce((sum, one) => sum + one.ids.length / one.width, 0);
        const width = Math.max(...run.map((one) => one.width));
        expect(run.length === 1 || rows * width <= 60).toBe(true);
      }
    }),
  );
});
