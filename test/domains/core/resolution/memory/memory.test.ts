import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../../../../../domains/core/resolution/entities/name-words.js';
import { memoryStrategy } from '../../../../../domains/core/resolution/strategies/memory/memory.js';
import {
  decodeMemory,
  encodeMemory,
  type MemoryIndex,
} from '../../../../../domains/core/resolution/strategies/memory/memory-index.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

const table = await tableOf(
  entities(
    { title: 'Red Hot Chili Peppers', kind: 'artist' },
    { title: 'Rhcp', kind: 'song' },
    { title: 'Creedence Clearwater Revival', kind: 'artist' },
    { title: 'Cutting Crew', kind: 'artist' },
  ),
);

/** Counts in 64ths of a request. */
function indexOf(...counts: [query: string, row: number, count: number][]): MemoryIndex {
  const entries = counts
    .map(([query, row, count]) => ({ key: nameKey(query.split(' '))!, row, count }))
    .sort((one, other) => one.key - other.key || other.count - one.count || one.row - other.row);
  return {
    keys: Uint32Array.from(entries, ({ key }) => key),
    rows: Uint32Array.from(entries, ({ row }) => row),
    counts: Uint32Array.from(entries, ({ count }) => count),
    asOf: 1_800_000_000_000,
    halfLifeDays: 30,
  };
}

const index = indexOf(['rhcp', 0, 192], ['rhcp', 1, 64], ['ccr', 2, 64], ['ccr', 3, 64]);
const memory = memoryStrategy(index, table);

describe('the memory strategy', () => {
  it('gives each entity its share of what was accepted, with one request more', () => {
    // 3 and 1 requests of 3 + 1 + 1.
    expect(memory.retrieve(queryFor('rhcp'), 10)).toEqual([
      { row: 0, score: 3 / 5 },
      { row: 1, score: 1 / 5 },
    ]);
    expect(memory.retrieve(queryFor('RHCP'), 1)).toEqual([{ row: 0, score: 3 / 5 }]);
  });

  it('counts entities of the kinds that are asked for alone; equal ones stand by row', () => {
    const artist = table.kinds.indexOf('artist');
    expect(memory.retrieve(queryFor('rhcp', { kinds: [artist] }), 10)).toEqual([{ row: 0, score: 3 / 4 }]);
    expect(memory.retrieve(queryFor('ccr'), 10).map(({ row }) => row)).toEqual([2, 3]);
  });

  it('knows a possessive or plural of what it remembers', () => {
    expect(memory.retrieve(queryFor('ccrs'), 10)[0]).toEqual({ row: 2, score: 0.8 / 3 });
    expect(memory.retrieve(queryFor("rhcp's"), 10)[0]).toEqual({ row: 0, score: (0.8 * 3) / 5 });
    expect(memory.retrieve(queryFor('s'), 10)).toEqual([]);
  });

  it('finds nothing for what it does not remember, whatever comes', () => {
    for (const text of ['', '&', 'unheard of', Array(500).fill('rhcp').join(' ')]) {
      expect(memory.retrieve(queryFor(text), 10)).toEqual([]);
    }
    expect(memory.retrieve(queryFor('rhcp'), 0)).toEqual([]);
    expect(memoryStrategy(indexOf(), table).retrieve(queryFor('rhcp'), 10)).toEqual([]);
  });
});

describe('the parts of a memory', () => {
  const parts = encodeMemory(index);
  const changed = (change: Partial<MemoryIndex>) => () =>
    decodeMemory(encodeMemory({ ...index, ...change }), table.count);

  it('are read as they were written', () => expect(decodeMemory(parts, table.count)).toEqual(index));

  it.each([...parts.keys()])('are refused without %s, and where it is cut off', (name) => {
    const without = new Map(parts);
    without.delete(name);
    expect(() => decodeMemory(without, table.count)).toThrow(name);
    const cut = new Map(parts).set(name, parts.get(name)!.subarray(0, -1));
    expect(() => decodeMemory(cut, table.count)).toThrow(name);
  });

  it('are refused where they cannot be', () => {
    expect(() => decodeMemory(parts, 3)).toThrow(/memory.bin: entry \d names row 3; the table has 3/);
    expect(changed({ counts: Uint32Array.of(1, 0, 1, 1) })).toThrow('memory.bin: entry 1 counts nothing');
    expect(changed({ rows: Uint32Array.of(1) })).toThrow('memory.bin: its arrays have different lengths');
    expect(changed({ keys: Uint32Array.of(9, 8, 10, 11) })).toThrow('memory.bin: the key of entry 1 is out of order');
    expect(changed({ halfLifeDays: 0 })).toThrow(/memory.json: .*halfLifeDays/s);
    const many = new Uint32Array(17).fill(1);
    expect(changed({ keys: many, rows: many, counts: many })).toThrow('entry 16 has more than 16 entries');
  });

  it('never do worse than an error, whatever their bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...parts.keys()), fc.nat(), fc.nat(255), (name, place, byte) => {
        const bytes = new Uint8Array(parts.get(name)!);
        bytes[place % bytes.length] = byte;
        try {
          memoryStrategy(decodeMemory(new Map(parts).set(name, bytes), table.count), table).retrieve(
            queryFor('ccr'),
            5,
          );
        } catch (error) {
          expect(error).toMatchObject({ code: 'FAILED_PRECONDITION' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
