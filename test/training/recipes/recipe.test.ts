import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { readCatalogue } from '../../../training/catalogue/catalogue.js';
import { catalogueKinds, generateRows, isHeldOutTitle } from '../../../training/recipes/generated-corpus.js';
import { type Recipe, readRecipe } from '../../../training/recipes/recipe.js';
import { schemaOf } from '../../support/corpora/sample-domain.js';

const schema = schemaOf('music');
const folderWith = (name: string, text: string | Uint8Array) => {
  const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
  writeFileSync(join(folder, name), text);
  return folder;
};
const recipeError = (recipe: object) => () => readRecipe(folderWith('recipe.json', JSON.stringify(recipe)), schema);

describe('readRecipe', () => {
  it('reads the recipes that ship, and nothing where there is none', () => {
    for (const { path, schema: own } of domainFolders())
      expect(readRecipe(path, own).carriers.length).toBeGreaterThan(10);
    expect(readRecipe(mkdtempSync(join(tmpdir(), 'recipe-')), schema)).toEqual({
      catalogue: {},
      carriers: [],
      negatives: [],
    });
  });

  it.each([
    [
      'an unknown intent',
      { catalogue: {}, carriers: [{ intent: 'Fly', text: 'fly' }], negatives: [] },
      /carriers\.0\.intent.*Fly/,
    ],
    [
      'an unknown slot',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: 'play {wing}' }], negatives: [] },
      /carriers\.0\.text.*wing/,
    ],
    [
      'a slot that no catalogue fills',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: 'play {album}', from: 'catalogue' }], negatives: [] },
      /carriers\.0\.from.*album/,
    ],
    [
      'another source of values',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: 'play', from: 'corpus' }], negatives: [] },
      /carriers\.0\.from/,
    ],
    ['a wrong field', { catalogue: { artist: ['song'] }, carriers: [], negatives: [] }, /catalogue\.artist\.0/],
    [
      'a shared slot of nobody',
      { catalogue: {}, carriers: [], negatives: [], sharedSlots: { artist: ['artist'], wing: ['plane'] } },
      /sharedSlots\.wing/,
    ],
    ['a missing list', { catalogue: {}, carriers: [] }, /negatives/],
  ])('names file and field of %s', (_, recipe, message) => {
    expect(recipeError(recipe)).toThrow(message);
    expect(recipeError(recipe)).toThrow(/recipe\.json/);
  });
});

it('says which slots take the titles, creators and series of a kind of work', () => {
  const catalogue = {
    track: ['song.title'],
    artist: ['song.creators', 'band.creators'],
    name: ['song.title', 'album.title', 'album.series'],
  };
  expect([...catalogueKinds({ catalogue, carriers: [], negatives: [] })]).toEqual([
    ['song', { title: ['track', 'name'], creators: ['artist'], series: [] }],
    ['band', { title: [], creators: ['artist'], series: [] }],
    ['album', { title: ['name'], creators: [], series: ['name'] }],
  ]);
});

describe('generateRows', () => {
  const recipe: Recipe = {
    catalogue: { track: ['song.title'] },
    carriers: [
      { intent: 'PlayMusic', text: 'put {track} on', times: 2 },
      { intent: 'PlayMusic', text: 'play music', times: 1 },
      { intent: 'PlayMusic', text: 'on {service}', times: 1 },
    ],
    negatives: ['mute'],
  };
  const titles = Array.from({ length: 40 }, (_, index) => `Märchen ${index}`);
  const catalogue = titles.map((title) => ({ kind: 'song', title, creators: [] }));
  const rows = generateRows([{ schema, recipe }], [], catalogue, { perCarrier: 10, folds: 5, seed: 1 });

  it('fills carriers as often as asked, those without slots once, and none that has no values', () => {
    expect(rows.filter(({ text }) => text.startsWith('put '))).toHaveLength(20);
    expect(rows.filter(({ text }) => text === 'play music')).toHaveLength(1);
    expect(rows.filter(({ text }) => text.startsWith('on '))).toHaveLength(0);
    expect(rows.find(({ text }) => text === 'mute')).toMatchObject({ domain: 'other' });
  });

  it('gives offsets in code points, and no title that is held out', () => {
    for (const { text, slots } of rows) {
      for (const { value, start, end } of slots ?? []) expect(Array.from(text).slice(start, end).join('')).toBe(value);
    }
    const used = new Set(rows.flatMap(({ slots }) => (slots ?? []).map(({ value }) => value)));
    const heldOut = titles.filter(isHeldOutTitle);
    expect(heldOut.length).toBeGreaterThan(0);
    for (const title of heldOut) expect(used).not.toContain(title.toLowerCase());
  });

  it('is held out with the row that a value came from', () => {
    const sources = ['play one', 'play two', 'play three', 'play four'].map((text, index) => ({
      id: `${index}`,
      text,
      intent: 'PlayMusic',
      domain: 'music',
      slots: [{ name: 'service', value: text.slice(5), start: 5, end: text.length }],
      source: 'corpus',
    }));
    const made = generateRows([{ schema, recipe }], sources, catalogue, { perCarrier: 20, folds: 2, seed: 1 });
    const filled = made.filter(({ text }) => text.startsWith('on '));
    expect(filled.length).toBeGreaterThan(0);
    for (const { group, text } of filled) expect(group).toBe(`play ${text.slice(3)}`);
  });

  it('fills a carrier from the catalogue alone where it says so, and changes nothing else where that lists nothing', () => {
    const homegrown = {
      id: 'homegrown',
      text: 'play homegrown',
      intent: 'PlayMusic',
      domain: 'music',
      slots: [{ name: 'album', value: 'homegrown', start: 5, end: 14 }],
      source: 'corpus',
    };
    const listed = { intent: 'PlayMusic', text: 'play {track} from {album}', times: 1, from: 'catalogue' } as const;
    const albums: Recipe = {
      ...recipe,
      catalogue: { ...recipe.catalogue, album: ['album.title'] },
      carriers: [listed, ...recipe.carriers],
    };
    const settings = { perCarrier: 10, folds: 5, seed: 1 };
    expect(generateRows([{ schema, recipe: albums }], [homegrown], catalogue, settings)).toEqual(rows);
    const more = [...catalogue, { kind: 'album', title: 'Rumours', creators: [] }];
    const filled = generateRows([{ schema, recipe: albums }], [homegrown], more, settings).slice(0, 10);
    for (const { text, group } of filled) {
      expect(text).toMatch(/^play märchen \d+ from rumours$/);
      expect(group).toBeUndefined();
    }
  });

  it('depends on the seed alone', () => {
    expect(generateRows([{ schema, recipe }], [], catalogue, { perCarrier: 10, folds: 5, seed: 1 })).toEqual(rows);
    expect(generateRows([{ schema, recipe }], [], catalogue, { perCarrier: 10, folds: 5, seed: 2 })).not.toEqual(rows);
  });
});

describe('readCatalogue', () => {
  const row = { id: 's1', kind: 'song', title: 'Hey Jude', creators: ['The Beatles'] };
  const read = (...rows: object[]) => {
    const folder = folderWith('songs.jsonl', rows.map((one) => JSON.stringify(one)).join('\n'));
    return () => readCatalogue(join(folder, 'songs.jsonl'));
  };

  it.each([
    ['an empty title', { ...row, id: 's2', title: '' }, /line 2: title/],
    ['a huge title', { ...row, id: 's2', title: 'x'.repeat(2000) }, /line 2: title/],
    ['an id that stands twice', row, /line 2: id s1 stands twice/],
    ['a missing field', { id: 's2', kind: 'song', title: 'x' }, /line 2: creators/],
  ])('names file and line of %s', (_, second, message) => {
    expect(read(row, second)).toThrow(message);
  });

  it('refuses another encoding and what is not JSON, by name', () => {
    const folder = folderWith('songs.jsonl', Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(() => readCatalogue(join(folder, 'songs.jsonl'))).toThrow(/songs\.jsonl: cannot be read as UTF-8/);
    expect(() => readCatalogue(join(folderWith('songs.jsonl', '{'), 'songs.jsonl'))).toThrow(/line 1: not JSON/);
  });
});
