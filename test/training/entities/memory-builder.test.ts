import { describe, expect, it } from 'vitest';
import { nameKey } from '../../../domains/core/resolution/entities/name-words.js';
import { memoryStrategy } from '../../../domains/core/resolution/strategies/memory/memory.js';
import { AcceptedCounts } from '../../../training/entities/memory/accepted-counts.js';
import { buildMemory } from '../../../training/entities/memory/memory-builder.js';
import { predictedQueries } from '../../../training/entities/memory/predicted-queries.js';
import { entities, queryFor, tableOf } from '../../domains/core/resolution/small-catalogue.js';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;

describe('predictedQueries', () => {
  const queries = (name: string, kind: string) => predictedQueries(name, kind).map(({ words }) => words.join(' '));
  it.each([
    ['Queens of the Stone Age', 'artist', 'qotsa'],
    ['The Lord of the Rings', 'book', 'lotr'],
    ['Red Hot Chili Peppers', 'artist', 'rhcp'],
    ['Jennifer Lopez', 'artist', 'jlo'],
    ['Flying Lotus', 'artist', 'flylo'],
    ['Sufjan Stevens', 'artist', 'sufjan'],
    ['Justin Timberlake', 'artist', 'timberlake'],
    ['Dune: Part One', 'movie', 'dune'],
    ['Dune Part Two', 'movie', 'dune'],
    ['Star Wars: The Empire Strikes Back', 'movie', 'the empire strikes back'],
    ['Purple Rain (Live)', 'song', 'purple rain'],
    ['Bob Marley & The Wailers', 'artist', 'bob marley'],
    ['Akon Featuring Styles P.', 'artist', 'akon'],
    ['Samuel L. Jackson', 'actor', 'samuel jackson'],
  ])('of %j (%s) has %j', (name, kind, query) => expect(queries(name, kind)).toContain(query));

  it('calls a work by no single word of it, and nothing by its own name or small words', () => {
    expect(queries('Poor Little Fool', 'song')).toEqual(['plf']);
    expect(queries('Hello', 'song')).toEqual([]);
    expect(queries('The The', 'artist')).toEqual([]);
    expect(queries('', 'artist')).toEqual([]);
    expect(queries(':', 'book')).toEqual([]);
    expect(queries('word '.repeat(500), 'artist')).toEqual([]);
  });
});

describe('AcceptedCounts', () => {
  const accepted = (customer: string, change = {}) => ({
    words: ['rhcp'],
    id: 'peppers',
    customer,
    time: NOW,
    weight: 1,
    ...change,
  });
  const rowOf = (id: string) => (id === 'peppers' ? 7 : undefined);
  const counted = (least?: number) =>
    new AcceptedCounts({ asOf: NOW, halfLifeDays: 10, ...(least === undefined ? {} : { leastCustomers: least }) });

  it('keeps what five customers or more accepted, however often fewer did', () => {
    const counts = counted();
    for (const customer of ['a', 'b', 'c', 'd', 'd', 'd']) counts.add(accepted(customer));
    expect([...counts.counts(rowOf)]).toEqual([]);
    counts.add(accepted('e'));
    expect([...counts.counts(rowOf)]).toEqual([{ key: nameKey(['rhcp']), row: 7, count: 7 }]);
    const two = counted(2);
    for (const customer of ['a', 'b']) two.add(accepted(customer));
    expect([...two.counts(rowOf)]).toHaveLength(1);
  });

  it('counts half after the half-life, a quarter after two, and no more than one for what is younger', () => {
    const counts = counted(1);
    for (const days of [-3, 0, 10, 20]) counts.add(accepted('a', { time: NOW - days * DAY, weight: 0.5 }));
    expect([...counts.counts(rowOf)][0]!.count).toBeCloseTo(0.5 * (1 + 1 + 0.5 + 0.25), 12);
  });

  it('adds what was released before, decayed, and leaves out what the catalogue does not have any more', () => {
    const counts = counted();
    const key = nameKey(['rhcp'])!;
    counts.addReleased(
      {
        keys: Uint32Array.of(key, key),
        rows: Uint32Array.of(0, 1),
        counts: Uint32Array.of(640, 64),
        asOf: NOW - 10 * DAY,
        halfLifeDays: 10,
      },
      (row) => ['peppers', 'gone'][row]!,
    );
    counts.add(accepted('a'));
    // Ten requests, halved, and one that joins them.
    expect([...counts.counts(rowOf)]).toEqual([{ key, row: 7, count: 6 }]);
  });

  it('refuses times and weights that are none, and passes over queries that no one would type again', () => {
    const counts = counted(1);
    expect(() => counts.add(accepted('a', { time: Number.NaN }))).toThrow('accepted entity, time: NaN');
    for (const weight of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      expect(() => counts.add(accepted('a', { weight }))).toThrow('accepted entity, weight');
    }
    for (const words of [[], Array(500).fill('rhcp')]) counts.add(accepted('a', { words }));
    expect([...counts.counts(rowOf)]).toEqual([]);
  });
});

describe('buildMemory', () => {
  const rows = entities(
    { title: 'Red Hot Chili Peppers', kind: 'artist', popularity: 9 },
    { title: 'Robert H. C. Palmer', kind: 'artist', popularity: 1 },
    { title: 'Kid Cudi', kind: 'artist', popularity: 8 },
    { title: 'Kid Cudi & Eminem', kind: 'artist', popularity: 3 },
    { title: 'Dune: Part One', kind: 'movie', popularity: 5 },
  );

  async function memoryOf(
    finds: (words: readonly string[]) => boolean,
    accepted: { row: number; count: number }[] = [],
  ) {
    const table = await tableOf(rows);
    const index = await buildMemory({
      entities: rows,
      table,
      finds,
      isName: (words) => words.join(' ') === 'kid cudi',
      accepted: accepted.map((each) => ({ key: nameKey(['rhcp'])!, ...each })),
      asOf: NOW,
      halfLifeDays: 30,
    });
    return memoryStrategy(index, table);
  }

  it('keeps predicted queries that find the entity again', async () => {
    const kept = await memoryOf(() => true);
    expect(kept.retrieve(queryFor('dune'), 10).map(({ row }) => row)).toEqual([4]);
    expect(kept.retrieve(queryFor('palmer'), 10).map(({ row }) => row)).toEqual([1]);
    const dropped = await memoryOf(() => false);
    expect(dropped.retrieve(queryFor('dune'), 10)).toEqual([]);
    // No words of the name: the more popular claims it more.
    expect(dropped.retrieve(queryFor('rhcp'), 10).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('predicts nothing for a credit whose first name is listed itself', async () => {
    expect((await memoryOf(() => true)).retrieve(queryFor('kid cudi'), 10)).toEqual([]);
  });

  it('puts what was accepted before what was predicted', async () => {
    const memory = await memoryOf(() => true, [{ row: 2, count: 3 }]);
    expect(memory.retrieve(queryFor('rhcp'), 10).map(({ row }) => row)).toEqual([2, 0, 1]);
  });
});
