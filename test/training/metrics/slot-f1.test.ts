import { expect, it } from 'vitest';
import { ratioValue } from '../../../training/metrics/ratio.js';
import { slotF1Ratio } from '../../../training/metrics/slot-f1.js';
import { hypothesis, utterance } from './rows.js';

it('is micro F1 over names and values of the top hypotheses of in-domain utterances', () => {
  const rows = [
    utterance(
      'music/Play',
      ['a=1', 'b=2'],
      hypothesis('music/Play', 0.9, 'a=1', 'b=3'),
      hypothesis('music/Play', 0.1, 'a=1', 'b=2'),
    ),
    utterance('music/Play', ['a=1'], hypothesis('books/Rate', 0.9, 'a=1', 'a=1')),
    utterance('books/Rate', ['a=1']),
    utterance('other', [], hypothesis('books/Rate', 0.9, 'a=1')),
  ];
  // Matched 1 + 1 + 0; reference slots 2 + 1 + 1; found 2 + 2 + 0.
  expect(ratioValue(slotF1Ratio(rows))).toBeCloseTo((2 * 2) / (4 + 4), 12);
});

it('is undefined where there is no slot on either side', () => {
  expect(ratioValue(slotF1Ratio([utterance('music/Next', [], hypothesis('music/Next', 0.9))]))).toBeNaN();
});
