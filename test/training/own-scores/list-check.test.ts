import { expect, it } from 'vitest';
import type { ScoreKind } from '../../../bundles/format/own-scores.js';
import type { HypothesisRow } from '../../../training/own-scores/hypothesis-row.js';
import { noticesOf } from '../../../training/own-scores/list-check.js';
import { ownList } from '../../../training/own-scores/own-list.js';
import { learnOwnModel } from '../../../training/own-scores/own-trainer.js';

/** 200 rows, a fifth of them another domain's, each with a right and a wrong hypothesis that have these two scores. */
function noticesWith(kind: ScoreKind, scoresOf: (row: number) => readonly [right: number, wrong: number], count = 200) {
  const lists = Array.from({ length: count }, (_, index) => {
    const [right, wrong] = scoresOf(index);
    const own = { domain: 'music', intent: 'Play', slots: [] };
    const row: HypothesisRow = {
      id: `${index}`,
      text: `play ${index}`,
      line: index + 1,
      reference: index % 5 === 0 ? { domain: 'other', intent: '', slots: undefined } : own,
      hypotheses: [
        { ...own, scores: { x: right } },
        { ...own, intent: 'Stop', scores: { x: wrong } },
      ],
    };
    return ownList(row, 'music');
  });
  return noticesOf(learnOwnModel(lists, new Map([['x', kind]]), 'platt'), lists, []);
}

it('says of a number that is small where a hypothesis is right that it may be a cost', () => {
  // 160 pairs; in one of eight the right hypothesis has the larger value.
  expect(noticesWith('number', (row) => (row % 8 === 1 ? [9, 4] : [3, 8]))).toEqual([
    'score x is smaller for the right hypothesis than for a wrong one in 88 % of 160 pairs, and is a number; if small is good, its kind is cost: --scores',
  ]);
});

it('says of a cost that is large where a hypothesis is right that it may be none', () => {
  expect(noticesWith('cost', () => [8, 3])).toEqual([
    'score x is larger for the right hypothesis than for a wrong one in 100 % of 160 pairs, and is a cost; if large is good, it is another kind: --scores',
  ]);
});

it('says nothing of a score whose sign is right, or tells little, or of few pairs', () => {
  expect(noticesWith('cost', () => [3, 8])).toEqual([]);
  expect(noticesWith('number', (row) => (row % 2 === 0 ? [3, 8] : [8, 3]))).toEqual([]);
  // 24 rows, of which 19 are the domain's own.
  expect(noticesWith('number', () => [3, 8], 24)).toEqual(['24 rows are few: from 200 on confidences hold']);
});
