import { expect, test } from 'vitest';
import type { CorpusRow } from '../../training/corpus/corpus-row.js';
import { carrierUse, realCarriers, trainingCarriers } from '../../training/corpus/real-carriers.js';

const row = (text: string, value: string, domain = 'ambiguous'): CorpusRow => {
  const start = text.indexOf(value);
  const slots = [{ name: 'title', value, start, end: start + value.length }];
  return { id: text, text, intent: 'Find', slots, domain, source: 'test' };
};
const recipeOf = (text: string) => ({
  catalogue: { title: ['book.title'] },
  carriers: [{ intent: 'Find', text, times: 1 }],
  negatives: [],
});
const domainOf = (domain: string, carrier: string) => ({
  schema: { domain, description: '', intents: [{ name: 'Find', slots: ['title'] }], rows: [] },
  recipe: recipeOf(carrier),
});

test('ambiguous rows of one slot give their words and how many rows have them', () => {
  const rows = [
    row('Find Dune, please', 'Dune'),
    row('find emma please', 'emma'),
    row('dune', 'dune'),
    row('find it', 'it', 'books'),
  ];
  expect(realCarriers(rows)).toEqual([{ intent: 'Find', slot: 'title', before: 'find', after: 'please', rows: 2 }]);
});

test('half of the carriers are trained on, a quarter each is kept', () => {
  const uses = Array.from({ length: 4000 }, (_, index) => carrierUse({ before: `way ${index}`, after: '' }));
  const share = (use: string) => uses.filter((one) => one === use).length / 4000;
  expect(share('training')).toBeCloseTo(0.5, 1);
  expect(share('log')).toBeCloseTo(0.25, 1);
  expect(share('benchmark')).toBeCloseTo(0.25, 1);
});

test('a domain is trained on those without a word that only others use, and on none that is kept', () => {
  const carriers = realCarriers(
    Array.from({ length: 40 }, (_, index) => [
      row(`read number ${index} x`, 'x'),
      row(`get number ${index} x`, 'x'),
    ]).flat(),
  );
  const [books, video] = [domainOf('books', 'read {title}'), domainOf('video', 'watch {title}')];
  const of = (domain: typeof books) => trainingCarriers(domain, [books, video], carriers).map(({ text }) => text);
  const trained = carriers.filter((carrier) => carrierUse(carrier) === 'training');
  expect(of(books)).toHaveLength(trained.length);
  expect(of(video)).toHaveLength(trained.filter(({ before }) => before.startsWith('get')).length);
  expect(of(video)[0]).toMatch(/^get number \d+ \{title\}$/);
});
