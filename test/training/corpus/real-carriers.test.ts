import { expect, test } from 'vitest';
import type { CorpusRow } from '../../../training/corpus/corpus-row.js';
import { carrierUse, realCarriers } from '../../../training/corpus/real-carriers.js';

const row = (text: string, value: string, domain = 'ambiguous'): CorpusRow => {
  const start = text.indexOf(value);
  const slots = [{ name: 'title', value, start, end: start + value.length }];
  return { id: text, text, intent: 'Find', slots, domain, source: 'test' };
};
test('ambiguous rows of one slot give their words and how many rows have them', () => {
  const rows = [
    row('Find Dune, please', 'Dune'),
    row('find emma please', 'emma'),
    row('dune', 'dune'),
    row('find it', 'it', 'books'),
  ];
  expect(realCarriers(rows)).toEqual([{ intent: 'Find', slot: 'title', before: 'find', after: 'please', rows: 2 }]);
});

test('half of the carriers are left to training, a quarter each is kept to measure', () => {
  const uses = Array.from({ length: 4000 }, (_, index) => carrierUse({ before: `way ${index}`, after: '' }));
  const share = (use: string) => uses.filter((one) => one === use).length / 4000;
  expect(share('training')).toBeCloseTo(0.5, 1);
  expect(share('log')).toBeCloseTo(0.25, 1);
  expect(share('benchmark')).toBeCloseTo(0.25, 1);
});
