import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnTable } from '../../../../../domains/core/resolution/entities/column-table.js';
import { decodeEntities, encodeEntities } from '../../../../../domains/core/resolution/entities/entity-columns.js';
import { buildEntityColumns } from '../../../../../training/entities/table-builder.js';
import { entities, entity, tableOf } from '../small-catalogue.js';

const SONGS = entities(
  { title: 'Hello', creators: ['Adele'], year: 2015, popularity: 900 },
  { title: 'Hello', creators: ['Lionel Richie'], year: 1984, popularity: 400 },
  { title: 'Adele', kind: 'artist' },
  { title: 'Ça ira', creators: ['Édith Piaf', 'Adele'], popularity: 400 },
  { title: '千と千尋の神隠し', kind: 'movie', year: -44, popularity: 0 },
);

describe('an entity table', () => {
  test('gives back what the entities say', async () => {
    const table = await tableOf(SONGS);
    expect(table.count).toBe(5);
    expect(table.kinds).toEqual(['song', 'artist', 'movie']);
    expect(SONGS.map((_, row) => table.titleOf(row))).toEqual(SONGS.map(({ title }) => title));
    expect(SONGS.map((_, row) => table.creatorsOf(row))).toEqual(SONGS.map(({ creators }) => creators));
    expect(SONGS.map((_, row) => table.yearOf(row))).toEqual([2015, 1984, 0, 0, -44]);
    expect(SONGS.map(({ id }) => table.rowOf(id))).toEqual([0, 1, 2, 3, 4]);
    expect(SONGS.map((_, row) => table.idOf(row))).toEqual(SONGS.map(({ id }) => id));
  });

  test('has popularity as percentiles within a kind, 0 where it is not known', async () => {
    const table = await tableOf(SONGS);
    // Of three songs one is at most as popular as itself alone, two share their place: 3/3, 2/3, 2/3; one film: 1/1.
    expect(table.popularityOf(0)).toBe(1);
    expect(table.popularityOf(1)).toBeCloseTo(2 / 3, 4);
    expect(table.popularityOf(3)).toBe(table.popularityOf(1));
    expect(table.popularityOf(2)).toBe(0);
    expect(table.popularityOf(4)).toBe(1);
  });

  test('has no row for an id that is not, or no longer, in the catalogue', async () => {
    expect((await tableOf(SONGS.slice(1))).rowOf('e-0')).toBeUndefined();
    expect((await tableOf([])).rowOf('e-0')).toBeUndefined();
  });

  test('keeps a name that many entities share once', async () => {
    const columns = await buildEntityColumns(SONGS);
    // Hello, Adele, Lionel Richie, Ça ira, Édith Piaf, 千と千尋の神隠し.
    expect(columns.names.starts.length - 1).toBe(6);
  });

  test('refuses an id that stands twice, and a kind too many', async () => {
    const twice = [entity({ title: 'One' }, 1), entity({ title: 'Two' }, 1)];
    await expect(buildEntityColumns(twice, () => 'songs.jsonl:2')).rejects.toThrow(
      'songs.jsonl:2: id "e-1" stands a second time; an id names one entity',
    );
    const kinds = Array.from({ length: 65 }, (_, row) => entity({ title: 'One', kind: `kind-${row}` }, row));
    await expect(buildEntityColumns(kinds)).rejects.toThrow('kind-64 is one more than the 64 kinds');
  });

  test('is the same after it was written and read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ title: fc.string({ unit: 'grapheme', minLength: 1 }) })), async (given) => {
        const rows = given.map(({ title }, row) => entity({ title, creators: [title, 'x'], kind: `k${row % 3}` }, row));
        const columns = await buildEntityColumns(rows);
        const table = columnTable(decodeEntities(encodeEntities(columns)));
        expect(rows.map((_, row) => table.titleOf(row))).toEqual(rows.map(({ title }) => title));
        expect(rows.map(({ id }) => table.rowOf(id))).toEqual(rows.map((_, row) => row));
      }),
      { numRuns: 50 },
    );
  });

  test('names the part that is missing, cut off, or wrong', async () => {
    const parts = encodeEntities(await buildEntityColumns(SONGS));
    for (const name of parts.keys()) {
      const without = new Map([...parts].filter(([part]) => part !== name));
      expect(() => decodeEntities(without), name).toThrow(`the bundle has no part ${name}`);
      const cut = new Map([...parts, [name, parts.get(name)!.subarray(0, -1)]]);
      expect(() => decodeEntities(cut), name).toThrow(name);
    }
    const fewerKinds = new Map([...parts, ['entities.json', Buffer.from('{"kinds": ["song"]}')]]);
    expect(() => decodeEntities(fewerKinds)).toThrow('entities.bin: kind of row 2 is 1; it must be below 1');
  });
});
