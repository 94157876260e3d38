import { expect, test } from 'vitest';
import { openStrategies } from '../../../../../domains/core/resolution/bundle/strategy-parts.js';
import { ENTITY_FIELDS, type EntityField } from '../../../../../domains/core/resolution/entities/entity.js';
import { STRATEGY_BUILDERS } from '../../../../../training/entities/strategy-builders.js';
import { entities, queryFor, tableOf } from '../small-catalogue.js';

const MANY = 90;
const rows = entities(
  { title: 'Yummy', creators: ['Justin Bieber'], popularity: 5 },
  { title: 'Company', creators: ['Justin Bieber'], popularity: 9 },
  { title: 'Radio', creators: ['Alkaline Trio'], popularity: 1 },
  { title: 'Beavers', creators: ['Cordelia Quill'], popularity: 1 },
  ...Array.from({ length: MANY }, (_, work) => ({
    title: `Opus ${work}`,
    creators: ['Wolfgang Zimmerling'],
    popularity: work,
  })),
);
const table = await tableOf(rows);
const { build } = STRATEGY_BUILDERS.find(({ names }) => names.includes('phonetic'))!;
const parts = await build({ entities: () => rows, table, parts: new Map() });

function titles(text: string, fields: readonly EntityField[] = ENTITY_FIELDS, of: typeof parts = parts) {
  const [strategy] = openStrategies(['phonetic'], of, table);
  return strategy.retrieve(queryFor(text, { fields }), 200).map(({ row }) => table.titleOf(row));
}

test.each(['justin beiber', 'biber', 'justn bieber yummy'])(
  'a search finds works of a misspelt creator: %s',
  (text) => {
    expect(titles(text).slice(0, 2).toSorted()).toEqual(['Company', 'Yummy']);
  },
);

test('a slot that names works does not find them by their creators', () => {
  expect(titles('justin beiber', ['title', 'aliases'])).toEqual([]);
  expect(titles('justin beiber', ['creators'])).toEqual(['Company', 'Yummy']);
});

test('a creator of many works gives the most popular of them, as many as a search looks for', () => {
  const found = titles('wolfgang zimerling');
  expect(found).toHaveLength(60);
  expect(found[0]).toBe(`Opus ${MANY - 1}`);
});

test('a bundle from before, and a catalogue without creators, have names of entities alone', async () => {
  const before = new Map([...parts].filter(([name]) => !name.startsWith('creators.')));
  expect(before.size).toBe(parts.size - 3);
  expect(titles('justin beiber', ENTITY_FIELDS, before)).toEqual([]);
  expect(titles('beevers', ENTITY_FIELDS, before)).toEqual(['Beavers']);
  const nobody = rows.map((row) => ({ ...row, creators: [] }));
  const names = [...(await build({ entities: () => nobody, table, parts: new Map() })).keys()];
  expect(names.filter((name) => name.startsWith('creators.'))).toEqual([]);
});

test('a wrong part is named', () => {
  const wrong = new Map([...parts]).set('creators.units', new Uint8Array(3));
  expect(() => titles('radio', ENTITY_FIELDS, wrong)).toThrow(/creators\.units/);
});
