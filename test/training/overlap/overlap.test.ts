import { expect, it } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { digestOnlyText, hasReadRow, overlapsOf, overlapText } from '../../../training/overlap/overlap.js';
import type { TrainingRecord } from '../../../training/overlap/training-record.js';

const row = (text: string): CorpusRow => ({
  id: text,
  text,
  intent: 'PlayMusic',
  domain: 'music',
  slots: [],
  source: 'a.jsonl',
});
const corpus = (name: string, sha256: string, texts: string[]) => ({
  identity: { name, rows: texts.length, sha256 },
  rows: texts.map(row),
});
const record = (corpora: string[], texts?: string[]): TrainingRecord => ({
  domain: 'music',
  bundle: 'music/one',
  corpora: new Set(corpora),
  hasRead: texts && ((text) => texts.includes(text)),
});
const measured = [corpus('my/a.jsonl', 'aa', ['play jazz', 'play rock']), corpus('my/b.jsonl', 'bb', ['play folk'])];

it('knows a corpus by its digest, every row of it', () => {
  expect(overlapsOf(record(['bb', 'cc'], []), measured)).toEqual([
    { bundle: 'music/one', corpus: 'my/b.jsonl', seen: 1, rows: 1, by: 'digest' },
  ]);
});

it('knows rows by their texts, in a corpus of another digest', () => {
  const [overlap] = overlapsOf(record(['cc'], ['play rock', 'play soul']), measured);
  expect(overlap).toEqual({ bundle: 'music/one', corpus: 'my/a.jsonl', seen: 1, rows: 2, by: 'text' });
  expect(overlapText(overlap!)).toBe('music/one was trained on 1 of 2 rows (50.0 %) of my/a.jsonl, by text');
  const [first] = measured;
  expect(first!.rows.map((one) => hasReadRow(record(['cc'], ['play rock']), first!, one))).toEqual([false, true]);
});

it('says of which bundles only the digests are known', () => {
  expect(overlapsOf(record(['cc']), measured)).toEqual([]);
  expect(digestOnlyText([record([]), record([], [])])).toBe(
    'overlap with training is known by digest only for music/one: no record of texts',
  );
  expect(digestOnlyText([record([], [])])).toBeUndefined();
});
