import { expect, it } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { sampleCorpora } from '../../../training/corpus/default-corpora.js';
import { groupKey } from '../../../training/corpus/folds.js';
import { readCorpus } from '../../../training/corpus/read-corpus.js';

const rows: CorpusRow[] = sampleCorpora().flatMap(readCorpus);

it('covers every domain, other and ambiguous requests with enough rows to train on', () => {
  const sizes: Record<string, number> = {};
  for (const { domain } of rows) sizes[domain] = (sizes[domain] ?? 0) + 1;
  expect(Object.keys(sizes).sort()).toEqual(['ambiguous', 'books', 'music', 'other', 'video']);
  for (const domain of ['books', 'music', 'video', 'other']) expect(sizes[domain]).toBeGreaterThanOrEqual(100);
});

it('annotates slots whose offsets give their values back, and repeats no request', () => {
  for (const row of rows) {
    for (const slot of row.slots!) expect([...row.text].slice(slot.start, slot.end).join('')).toBe(slot.value);
  }
  expect(new Set(rows.map((row) => groupKey(row.text))).size).toBe(rows.length);
});
