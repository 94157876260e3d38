import { expect, test } from 'vitest';
import { annotatorTurns, dissatisfactionFigures } from './dissatisfaction-figures.js';
import { recallAtFalseShare } from './rephrase-figures.js';

test('recall counts the rephrases above all but a share of the others', () => {
  const others = Array.from({ length: 100 }, (_, score) => ({ score, isRephrase: false, group: `${score}` }));
  const rephrases = [98, 98.5, 99.5].map((score) => ({ score, isRephrase: true, group: `r${score}` }));
  // One in a hundred may be above: the limit is 98, which 98 itself does not exceed.
  const { value, low, high } = recallAtFalseShare([...others, ...rephrases], 0.01);
  expect(value).toBeCloseTo(2 / 3, 12);
  expect(low).toBeLessThanOrEqual(value);
  expect(high).toBeGreaterThanOrEqual(value);
});

test('F1 and what the source makes of it', () => {
  const turn = (isTold: boolean, isDissatisfied: boolean) => ({ dialogue: 'd', isTold, isDissatisfied });
  // Precision 1/2, recall 1/4: F1 is 1/3, the source divides by 1 instead of by 3/4.
  const turns = [turn(true, true), turn(true, false), turn(false, true), turn(false, true), turn(false, true)];
  const { f1, sourceF1, precision, recall } = dissatisfactionFigures(turns);
  expect([f1.value, sourceF1, precision, recall].map((value) => value.toFixed(6))).toEqual(
    [1 / 3, 1 / 4, 1 / 2, 1 / 4].map((value) => value.toFixed(6)),
  );
});

test('an annotator is held against the most common score of the others', () => {
  expect(annotatorTurns('d', [2, 2, 4])).toEqual([
    { dialogue: 'd', isTold: true, isDissatisfied: true },
    { dialogue: 'd', isTold: true, isDissatisfied: true },
    { dialogue: 'd', isTold: false, isDissatisfied: true },
  ]);
  expect(annotatorTurns('d', [2])).toEqual([]);
});
