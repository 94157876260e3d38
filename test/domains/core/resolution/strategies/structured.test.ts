import { describe, expect, test } from 'vitest';
import { TermScorer } from '../../../../../domains/core/resolution/strategies/postings/term-scorer.js';
import { structuredStrategy } from '../../../../../domains/core/resolution/strategies/structured.js';
import { buildPostings } from '../../../../../training/entities/posting-builder.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

const CATALOGUE = entities(
  { title: 'Hello', creators: ['Lionel Richie'], popularity: 9 },
  { title: 'Hello', creators: ['Adele'], partOf: ['25'], popularity: 1 },
  { title: 'Skyfall', creators: ['Adele'], popularity: 9 },
  { title: 'Hello Again', creators: ['Neil Diamond'] },
  { title: 'Adele', kind: 'artist' },
);

async function structured() {
  const table = await tableOf(CATALOGUE);
  return structuredStrategy(new TermScorer(await buildPostings(CATALOGUE), table), table);
}

const by = (words: string, field: 'creators' | 'partOf' = 'creators') => ({ field, words: words.split(' ') });

describe('the structured strategy', () => {
  test('puts the work of both words and artist first, then the words, then the artist alone', async () => {
    const found = (await structured()).retrieve(queryFor('hello', { constraints: [by('adele')] }), 10);
    expect(found.map(({ row }) => row)).toEqual([1, 0, 3, 2]);
  });

  test('takes several constraints', async () => {
    const query = queryFor('hello', { constraints: [by('adele'), by('25', 'partOf')] });
    expect((await structured()).retrieve(query, 1)[0].row).toBe(1);
  });

  test('goes by the words where no entity fulfils a constraint', async () => {
    const found = (await structured()).retrieve(queryFor('hello', { constraints: [by('nobody of that name')] }), 10);
    expect(found.map(({ row }) => row)).toEqual([0, 1, 3]);
  });

  test('goes by the constraint where no entity has the words', async () => {
    const found = (await structured()).retrieve(queryFor('unheard', { constraints: [by('adele')] }), 10);
    expect(found.map(({ row }) => row)).toEqual([2, 1]);
  });

  test('gives nothing without constraints, and without words', async () => {
    const strategy = await structured();
    expect(strategy.retrieve(queryFor('hello'), 10)).toEqual([]);
    expect(strategy.retrieve(queryFor('', { constraints: [by('adele')] }), 10)).toEqual([]);
  });

  test('keeps to the kinds that are asked for', async () => {
    const query = queryFor('adele', { kinds: [1], constraints: [by('adele')] });
    expect((await structured()).retrieve(query, 10).map(({ row }) => row)).toEqual([4]);
  });
});
