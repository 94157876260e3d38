import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entity } from '../../../../../domains/core/resolution/entities/entity.js';
import type { EntityTable } from '../../../../../domains/core/resolution/entities/entity-table.js';
import { phoneticStrategy } from '../../../../../domains/core/resolution/strategies/phonetic/phonetic.js';
import {
  decodePhonetic,
  encodePhonetic,
} from '../../../../../domains/core/resolution/strategies/phonetic/phonetic-index.js';
import { tokenize } from '../../../../../domains/core/text/tokenize.js';
import { PhoneticBuilder } from '../../../../../training/entities/phonetic/phonetic-builder.js';
import { readSoundCosts } from '../../../../../training/entities/phonetic/sound-model.js';

const ROWS = [
  ['Radiohead'],
  ['Sufjan Stevens'],
  ['Phoebe Bridgers'],
  ['Jan & Dean'],
  ['Metro Boomin'],
  ['Кино'],
  ['U2'],
  ['Homework', 'Homework (album)'],
  ['Home', 'The Home'],
  ['Home'],
  ['!!!'],
  ['Tame Impala'],
  ['OneRepublic'],
] as const;
const SONG = 9;

const entities = ROWS.map(
  ([title, ...aliases], row): Entity => ({
    id: `e${row}`,
    kind: row === SONG ? 'song' : 'artist',
    title,
    aliases,
    creators: [],
    partOf: [],
  }),
);
const table: EntityTable = {
  count: entities.length,
  kinds: ['artist', 'song'],
  kindOf: (row) => (row === SONG ? 1 : 0),
  idOf: (row) => entities[row]!.id,
  titleOf: (row) => entities[row]!.title,
  creatorsOf: () => [],
  yearOf: () => 0,
  popularityOf: () => 0,
  rowOf: () => undefined,
};
const builder = new PhoneticBuilder(readSoundCosts());
for (const entity of entities) builder.add(entity);
const index = builder.build();
const strategy = phoneticStrategy(index, table);

function search(text: string, { kinds = [] as number[], depth = 10, of = strategy } = {}) {
  const words = tokenize(text).map((token) => token.text);
  return of.retrieve({ words, fields: ['title', 'aliases'], kinds, constraints: [], context: {} }, depth);
}
const rows = (...args: Parameters<typeof search>) => search(...args).map(({ row }) => row);

describe('phoneticStrategy', () => {
  it.each([
    ['radioheads', 'Radiohead'],
    ['radio head', 'Radiohead'],
    ['sufjan', 'Sufjan Stevens'],
    ['soufian stevens', 'Sufjan Stevens'],
    ['feebee bridges', 'Phoebe Bridgers'],
    ['the metro booming', 'Metro Boomin'],
    ['tame impalas', 'Tame Impala'],
    ['one republic', 'OneRepublic'],
    ['кина', 'Кино'],
    ['u2s', 'U2'],
  ])('finds what %j stands for', (text, title) => {
    expect(table.titleOf(rows(text)[0]!)).toBe(title);
  });

  it('gives the kinds that are asked for, each row once, equal scores by row, and no more than the depth', () => {
    expect(rows('home').slice(0, 2)).toEqual([8, 9]);
    expect(rows('home', { kinds: [1] })).toEqual([9]);
    expect(rows('homework').filter((row) => row === 7)).toHaveLength(1);
    expect(rows('home', { depth: 1 })).toEqual([8]);
    expect(rows('home', { depth: 0 })).toEqual([]);
  });

  it('scores a name by itself above all others, and less the more is amiss', () => {
    const scoreOf = (text: string) => search(text)[0]!.score;
    expect(scoreOf('phoebe bridgers')).toBeGreaterThan(scoreOf('phoebe bridges'));
    expect(scoreOf('phoebe bridges')).toBeGreaterThan(scoreOf('feebee britches'));
    expect(scoreOf('feebee britches')).toBeGreaterThan(0);
  });

  it('finds nothing for nothing, and is as good for whatever comes', () => {
    for (const text of ['', '&', '!!!', 'q', 'zzzzzzzz', '東京', '😀']) expect(rows(text)).toEqual([]);
    expect(rows(Array(500).fill('radiohead').join(' ')).length).toBeLessThanOrEqual(10);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const found = search(text);
        expect(new Set(found.map(({ row }) => row)).size).toBe(found.length);
        for (const [place, { score }] of found.entries()) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(found[place - 1]?.score ?? 1);
        }
        // What an earlier query left behind does not count.
        expect(search(text)).toEqual(found);
      }),
    );
  });

  it('has no name for an empty catalogue', () => {
    const empty = phoneticStrategy(new PhoneticBuilder(readSoundCosts()).build(), { ...table, count: 0 });
    expect(rows('home', { of: empty })).toEqual([]);
  });
});

describe('the parts of a phonetic index', () => {
  const parts = encodePhonetic(index);

  it('are read as they were written', () => {
    const read = decodePhonetic(parts, entities.length);
    expect(read).toEqual(index);
    expect(search('metro booming', { of: phoneticStrategy(read, table) })).toEqual(search('metro booming'));
  });

  it.each([...parts.keys()])('are refused without %s, and where it is cut off', (name) => {
    const without = new Map(parts);
    without.delete(name);
    expect(() => decodePhonetic(without, entities.length)).toThrow(name);
    const cut = new Map(parts).set(name, parts.get(name)!.subarray(0, -1));
    expect(() => decodePhonetic(cut, entities.length)).toThrow(name);
  });

  it('are refused where they speak of rows or names that are not there', () => {
    expect(() => decodePhonetic(parts, entities.length - 1)).toThrow(/phonetic.bin: .*row 12.*the table has 12/);
    for (const byte of [0, 127, 128, 255]) {
      const postings = new Uint8Array(index.postings.length).fill(byte);
      expect(() => decodePhonetic(new Map(parts).set('phonetic.postings', postings), entities.length)).toThrow(
        'phonetic.postings',
      );
    }
    const units = new Uint8Array(index.units.length).fill(1);
    expect(() => decodePhonetic(new Map(parts).set('phonetic.units', units), entities.length)).toThrow(
      'phonetic.units',
    );
  });

  it('never do worse than an error, whatever their bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...parts.keys()), fc.nat(), fc.nat(255), (name, place, byte) => {
        const bytes = new Uint8Array(parts.get(name)!);
        bytes[place % bytes.length] = byte;
        try {
          const read = decodePhonetic(new Map(parts).set(name, bytes), entities.length);
          search('metro booming', { of: phoneticStrategy(read, table) });
        } catch (error) {
          expect(error).toMatchObject({ code: 'FAILED_PRECONDITION' });
        }
      }),
      { numRuns: 300 },
    );
  });
});
