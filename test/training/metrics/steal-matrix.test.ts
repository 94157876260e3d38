import { expect, it } from 'vitest';
import { confusionMatrix } from '../../../training/metrics/confusion-matrix.js';
import { stealMatrix, stealShare } from '../../../training/metrics/steal-matrix.js';
import { hypothesis, utterance } from './rows.js';

const rows = [
  utterance('books/Rate', [], hypothesis('books/Rate', 0.9)),
  utterance('books/Rate', [], hypothesis('music/Play', 0.6), hypothesis('books/Rate', 0.5)),
  utterance('books/Find', [], hypothesis('books/Rate', 0.4)),
  utterance('books/Find', []),
  utterance('other', [], hypothesis('music/Play', 0.2)),
  utterance('ambiguous', [], hypothesis('video/Find', 0.9)),
];

it('gives the share of each owner’s utterances that each domain won', () => {
  expect(stealMatrix(rows)).toEqual({
    owners: ['books', 'other'],
    winners: ['books', 'music', 'none'],
    counts: [4, 1],
    shares: [
      [0.5, 0.25, 0.25],
      [0, 1, 0],
    ],
  });
  expect(stealShare(stealMatrix(rows), 'music', 'books')).toBe(0.25);
  expect(stealShare(stealMatrix(rows), 'video', 'books')).toBe(0);
});

it('gives what is not answered to nobody', () => {
  const matrix = stealMatrix(rows, ({ hypotheses: [top] }) => (top?.confidence ?? 0) >= 0.5);
  expect(matrix.shares).toEqual([
    [0.25, 0.25, 0.5],
    [0, 0, 1],
  ]);
});

it('takes a rejection for an answer by none, unless told otherwise', () => {
  const decided = rows.map((row, index) => ({ ...row, accepted: index < 2 }));
  expect(stealMatrix(decided).shares).toEqual([
    [0.25, 0.25, 0.5],
    [0, 0, 1],
  ]);
  expect(stealMatrix(decided, () => true)).toEqual(stealMatrix(rows));
});

it('counts which intent was taken for which on in-domain utterances', () => {
  expect(confusionMatrix(rows)).toEqual({
    labels: ['books/Find', 'books/Rate', 'music/Play'],
    counts: [
      [0, 1, 0, 1],
      [0, 1, 1, 0],
      [0, 0, 0, 0],
    ],
  });
});
