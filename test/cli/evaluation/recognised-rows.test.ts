import { expect, it } from 'vitest';
import { parseRecognisedRows } from '../../../cli/evaluation/recognised-rows.js';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';

const corpus = ['a', 'b'].map((id): CorpusRow => ({ id, text: `text ${id}`, intent: 'PlayMusic' }) as CorpusRow);
const lines = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const parse = (...rows: readonly object[]) => parseRecognisedRows(lines(...rows), 'heard.jsonl', corpus);

it('joins by id; the best hearing stands before its alternatives, whose scores are not read', () => {
  const rows = parse(
    { id: 'b', heard: 'best', alternatives: [{ text: 'second', score: 0.9 }, { text: 'third' }] },
    { id: 'a', heard: 'alone' },
  );
  expect(rows).toEqual([
    { row: corpus[1], hearings: ['best', 'second', 'third'] },
    { row: corpus[0], hearings: ['alone'] },
  ]);
});

it.each([
  [
    [
      { id: 'a', heard: 'x' },
      { id: 'c', heard: 'x' },
    ],
    /heard\.jsonl:2: field "id": no row of the corpus is c; .*--corpus/,
  ],
  [
    [
      { id: 'a', heard: 'x' },
      { id: 'a', heard: 'y' },
    ],
    /heard\.jsonl:2: field "id": a stands here twice/,
  ],
  [[{ id: 'a', heard: ' ' }], /heard\.jsonl:1: field "heard": must not be blank/],
  [[{ id: 'a' }], /heard\.jsonl:1: field "heard"/],
  [[{ id: 'a', heard: 'x', alternatives: [{ text: '' }] }], /field "alternatives\.0\.text": must not be blank/],
  [[], /heard\.jsonl: no row; one line is/],
])('refuses %j by file, line and field', (rows, message) => {
  expect(() => parse(...rows)).toThrow(message);
});
