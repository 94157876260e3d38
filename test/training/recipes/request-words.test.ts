import { expect, test } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { carrierUse } from '../../../training/corpus/real-carriers.js';
import { requestWords } from '../../../training/recipes/request-words.js';

const row = (text: string, value: string, more: Partial<CorpusRow> = {}): CorpusRow => {
  const start = text.indexOf(value);
  const slots = [{ name: 'title', value, start, end: start + value.length }];
  return { id: text, text, intent: 'Find', slots, domain: 'books', source: 'test', ...more };
};
const times = (count: number, one: CorpusRow) => Array.from({ length: count }, () => one);

test('words outside of slots, seen three times, and not oftener inside', () => {
  const rows = [
    ...times(3, row('Find Dune, please', 'Dune')),
    ...times(2, row('locate emma', 'emma')),
    ...times(3, row('book the book of please please please please', 'the book of please please please please')),
  ];
  // "book" stands three times outside and three times inside, "please" three times and twelve.
  expect([...requestWords(rows, [])]).toEqual(['book', 'find']);
});

test('recipes count; generated rows do not, nor rows whose slots are not known', () => {
  const carriers = ['put on {title}', 'put on {title} now', 'put {title} on'].map((text) => ({
    intent: 'Find',
    text,
    times: 1,
  }));
  const rows = [
    ...times(5, row('blast dune', 'dune', { source: 'generated' })),
    ...times(5, row('hear dune', 'dune', { slots: undefined })),
  ];
  expect([...requestWords(rows, [{ catalogue: {}, carriers, negatives: [] }])]).toEqual(['on', 'put']);
});

test('of untyped requests, the carriers that are left to training', () => {
  const carriers = Array.from({ length: 40 }, (_, index) => `way${index}`);
  const words = requestWords(
    carriers.map((before) => row(`${before} dune`, 'dune', { domain: 'ambiguous' })),
    [],
  );
  expect([...words]).toEqual(carriers.filter((before) => carrierUse({ before, after: '' }) === 'training').sort());
});
