import { describe, expect, test } from 'vitest';
import type { Entity } from '../../../../../domains/core/resolution/entities/entity.js';
import { exactStrategy } from '../../../../../domains/core/resolution/strategies/exact.js';
import { decodeExact, encodeExact } from '../../../../../domains/core/resolution/strategies/exact-index.js';
import { buildExactIndex } from '../../../../../training/entities/exact-builder.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

async function exactOf(rows: readonly Entity[]) {
  const table = await tableOf(rows);
  return exactStrategy(decodeExact(encodeExact(await buildExactIndex(rows, table)), table.count), table);
}

const CATALOGUE = entities(
  { title: 'The Beatles', kind: 'artist', popularity: 9, aliases: ['Fab Four', 'The Beatles'] },
  { title: 'Beatles', kind: 'song', popularity: 1 },
  { title: 'Hello', creators: ['Lionel Richie'], popularity: 3 },
  { title: 'Hello', creators: ['Adele'], popularity: 8 },
  { title: 'Beyoncé', kind: 'artist', popularity: 7 },
  { title: 'Nineteen Eighty-Four', kind: 'book' },
  { title: '+', kind: 'album' },
  { title: 'The The', kind: 'artist', popularity: 2 },
  { title: '千と千尋の神隠し', kind: 'movie' },
  { title: '!!!', kind: 'artist', popularity: 1 },
);

describe('the exact strategy', () => {
  test('finds titles and aliases however they are written, each entity once', async () => {
    const exact = await exactOf(CATALOGUE);
    const found = (text: string) => exact.retrieve(queryFor(text), 10).map(({ row }) => row);
    expect(found('fab four')).toEqual([0]);
    expect(found('beyonce')).toEqual([4]);
    expect(found('1984')).toEqual([5]);
    expect(found('nineteen eighty four')).toEqual([5]);
    expect(found('the the')).toEqual([7]);
    expect(found('+')).toEqual([6]);
    expect(found('千と千尋の神隠し')).toEqual([8]);
    expect(found('beatles').sort()).toEqual([0, 1]);
    expect(found('hell')).toEqual([]);
  });

  test('puts the more popular first, and what is spelt as asked before an equal', async () => {
    const exact = await exactOf(CATALOGUE);
    expect(exact.retrieve(queryFor('hello'), 10)).toEqual([
      { row: 3, score: 1 + 1 + 0.25 },
      { row: 2, score: 1 + Math.ceil((65_535 * 2) / 3) / 65_535 + 0.25 },
    ]);
    const [marked, plain] = ['Beyoncé', 'Beyonce'];
    const both = await exactOf(entities({ title: marked }, { title: plain }, { title: plain }));
    expect(both.retrieve(queryFor('beyonce'), 10)).toEqual([
      { row: 1, score: 1.25 },
      { row: 2, score: 1.25 },
      { row: 0, score: 1 },
    ]);
  });

  test('gives the kinds that are asked for, and no more than asked for', async () => {
    const exact = await exactOf(CATALOGUE);
    expect(exact.retrieve(queryFor('beatles', { kinds: [1] }), 10).map(({ row }) => row)).toEqual([1]);
    expect(exact.retrieve(queryFor('hello'), 1).map(({ row }) => row)).toEqual([3]);
    expect(exact.retrieve(queryFor('hello'), 0)).toEqual([]);
    expect(exact.retrieve(queryFor(''), 10)).toEqual([]);
  });

  test('finds the one artist among five thousand songs of the same name', async () => {
    const many = Array.from({ length: 5_000 }, (_, row) => ({ title: 'Home', popularity: row % 100 }));
    const exact = await exactOf(entities(...many, { title: 'Home', kind: 'artist' }));
    expect(exact.retrieve(queryFor('home', { kinds: [1] }), 5).map(({ row }) => row)).toEqual([5_000]);
    const [best] = exact.retrieve(queryFor('home', { kinds: [0] }), 5);
    expect(best.row % 100).toBe(99);
  });

  test('an empty catalogue has nothing', async () => {
    expect((await exactOf([])).retrieve(queryFor('hello'), 10)).toEqual([]);
  });

  test('refuses parts that do not fit', async () => {
    const parts = encodeExact(await buildExactIndex(CATALOGUE, await tableOf(CATALOGUE)));
    expect(() => decodeExact(new Map(), 10)).toThrow('the bundle has no part exact.bin');
    expect(() => decodeExact(parts, 5)).toThrow(/exact\.bin: entry \d+ names row [5-9]; the table has 5/);
    expect(() => decodeExact(new Map([['exact.bin', parts.get('exact.bin')!.subarray(0, -1)]]), 10)).toThrow(
      'exact.bin',
    );
  });
});
