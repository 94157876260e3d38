import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { domainFolders } from '../../../domains/core/schema/domain-folders.js';
import { readCatalogue } from '../../../training/catalogue/catalogue.js';
import { foldOf } from '../../../training/corpus/folds.js';
import { generateRows } from '../../../training/recipes/generated-corpus.js';
import { type Recipe, readRecipe } from '../../../training/recipes/recipe.js';
import { catalogueKinds, catalogueValues, isHeldOutTitle } from '../../../training/recipes/slot-pools.js';
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

  it('puts lists where carriers name them', () => {
    const carriers = [
      { intent: 'PlayMusic', text: 'play {genre} by {artist}', slots: { genre: 'kinds', artist: ['x'] } },
    ];
    const recipe = { catalogue: {}, lists: { kinds: ['jazz', 'soul'] }, carriers, negatives: [] };
    const [carrier] = readRecipe(folderWith('recipe.json', JSON.stringify(recipe)), schema).carriers;
    expect(carrier.slots).toEqual({ genre: ['jazz', 'soul'], artist: ['x'] });
  });

  it('reads a file with a byte order mark, and values with single blanks', () => {
    const recipe = {
      catalogue: {},
      values: { genre: [' free\n jazz '], thing: ['tap'] },
      carriers: [],
      negatives: ['mute {thing}'],
    };
    const read = readRecipe(folderWith('recipe.json', `\uFEFF${JSON.stringify(recipe)}`), schema);
    expect(read.values).toEqual({ genre: ['free jazz'], thing: ['tap'] });
  });

  it('says where a text that is no JSON goes wrong', () => {
    const read = () => readRecipe(folderWith('recipe.json', '{"catalogue": {},}'), schema);
    expect(read).toThrow(/recipe\.json: not valid JSON \(.*position 17/);
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
    [
      'a bracket that is not closed',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: 'play (some|any' }], negatives: [] },
      /carriers\.0\.text.*"\)" is missing/,
    ],
    [
      'values of a slot that the text has not',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: 'play', slots: { genre: ['jazz'] } }], negatives: [] },
      /carriers\.0\.slots\.genre/,
    ],
    [
      'a list that is not there',
      {
        catalogue: {},
        lists: { genres: ['jazz'] },
        carriers: [{ intent: 'PlayMusic', text: 'play {genre}', slots: { genre: 'genre' } }],
        negatives: [],
      },
      /carriers\.0\.slots\.genre: lists has no genre/,
    ],
    [
      'a negative with a slot of no values',
      { catalogue: {}, carriers: [], negatives: ['mute', 'turn the {thing} off'] },
      /negatives\.1.*thing/,
    ],
    ['a wrong field', { catalogue: { artist: ['song'] }, carriers: [], negatives: [] }, /catalogue\.artist\.0/],
    [
      'a shared slot of nobody',
      { catalogue: {}, carriers: [], negatives: [], sharedSlots: { artist: ['artist'], wing: ['plane'] } },
      /sharedSlots\.wing/,
    ],
    ['a missing list', { catalogue: {}, carriers: [] }, /negatives/],
    ['no object', [], /recipe\.json: .*object/],
    [
      'a carrier that may say nothing',
      { catalogue: {}, carriers: [{ intent: 'PlayMusic', text: '[play] (music|) ?' }], negatives: [] },
      /carriers\.0\.text: .*may leave out every word/,
    ],
    ['a blank negative', { catalogue: {}, carriers: [], negatives: [' '] }, /negatives\.0: .*every word/],
    [
      'a blank value',
      { catalogue: {}, values: { genre: ['jazz', ' '] }, carriers: [], negatives: [] },
      /values\.genre\.1: .*letter/,
    ],
    [
      'a list that no carrier takes',
      { catalogue: {}, lists: { kinds: ['jazz'] }, carriers: [], negatives: [] },
      /lists\.kinds: no carrier takes it/,
    ],
    [
      'values of no slot',
      { catalogue: {}, values: { wing: ['left'] }, carriers: [], negatives: [] },
      /values\.wing: no/,
    ],
    [
      'words for no slot',
      { catalogue: {}, playback: { wing: ['a'] }, carriers: [], negatives: [] },
      /playback\.wing: no/,
    ],
    [
      'a catalogue for no slot',
      { catalogue: { wing: ['song.title'] }, carriers: [], negatives: [] },
      /catalogue\.wing/,
    ],
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

it('takes of a title what people say, without what stands in brackets', () => {
  const works = ["The Job (Fox and O'Hare, #3)", '(untitled)', 'Dune [unabridged] again'].map((title) => {
    return { kind: 'book', title, creators: [] };
  });
  const recipe = { catalogue: { object_name: ['book.title'] }, carriers: [], negatives: [] };
  expect(catalogueValues(recipe, works, () => true).get('object_name')).toEqual(['The Job', 'Dune again']);
});

describe('generateRows', () => {
  const recipe: Recipe = {
    catalogue: { track: ['song.title'] },
    values: { service: ['spotify', 'the radio'] },
    carriers: [
      { intent: 'PlayMusic', text: 'put {track} on', times: 2 },
      { intent: 'PlayMusic', text: 'play music', times: 1 },
      { intent: 'PlayMusic', text: '(use|open) {service}', times: 1 },
      { intent: 'PlayMusic', text: 'by {artist}', times: 1 },
    ],
    negatives: ['mute', 'fix the {service}'],
  };
  const titles = Array.from({ length: 400 }, (_, index) => `Märchen ${index}`);
  const catalogue = titles.map((title) => ({ kind: 'song', title, creators: [] }));
  const settings = { perCarrier: 10, folds: 5, seed: 1 };
  const rows = generateRows([{ schema, recipe }], [], catalogue, settings);
  const of = (carrier: string) => rows.filter(({ group, domain }) => group === carrier && domain === 'music');

  it('fills carriers as often as asked, those without slots once plainly, and none that has no values', () => {
    expect(of('put {track} on').length).toBeGreaterThan(15);
    expect(of('put {track} on').length).toBeLessThanOrEqual(20);
    expect(rows.filter(({ text }) => text === 'play music')).toHaveLength(1);
    expect(new Set(of('(use|open) {service}').map(({ slots }) => slots?.[0].value))).toEqual(
      new Set(['spotify', 'the radio']),
    );
    expect(of('by {artist}')).toEqual([]);
    expect(rows.find(({ text }) => text === 'mute')).toMatchObject({ domain: 'other', group: 'mute' });
    const filled = rows.find(({ group }) => group === 'fix the {service}');
    expect(filled).toMatchObject({ domain: 'other', slots: [] });
    expect(filled?.text).toMatch(/fix the (spotify|the radio)/);
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

  it('holds a carrier out whole, with the values of the corpus and the catalogue that it is filled with', () => {
    const text = 'put {track} on';
    const fold = foldOf(text, 2, 1);
    const sources = Array.from({ length: 40 }, (_, index) => {
      const value = `song ${index}`;
      const slots = [{ name: 'track', value, start: 5, end: 5 + value.length }];
      return { id: value, text: `play ${value}`, intent: 'PlayMusic', domain: 'music', slots, source: 'corpus' };
    });
    const made = generateRows([{ schema, recipe }], sources, catalogue, { perCarrier: 40, folds: 2, seed: 1 });
    const values = made.flatMap(({ slots }) => slots ?? []).filter(({ name }) => name === 'track');
    const ofCorpus = values.filter(({ value }) => value.startsWith('song'));
    const ofCatalogue = values.filter(({ value }) => value.startsWith('märchen'));
    expect(Math.min(ofCorpus.length, ofCatalogue.length)).toBeGreaterThan(10);
    for (const { value } of ofCorpus) expect(foldOf(`play ${value}`, 2, 1)).toBe(fold);
    for (const { value } of ofCatalogue) expect(foldOf(value, 2, 1)).toBe(fold);
  });

  it('makes negations nobody’s, held out with what they negate', () => {
    const many = generateRows([{ schema, recipe }], [], catalogue, { ...settings, perCarrier: 100 });
    const negations = many.filter(({ group, domain }) => group === 'put {track} on' && domain === 'other');
    expect(negations.length).toBeGreaterThan(0);
    for (const { text, slots, intent } of negations) {
      expect(text).not.toMatch(/^put/);
      expect({ slots, intent }).toEqual({ slots: [], intent: 'other' });
    }
  });

  it('fills a carrier from the catalogue alone where it says so, and changes nothing else where that lists nothing', () => {
    const slots = [{ name: 'album', value: 'homegrown', start: 5, end: 14 }];
    const homegrown = {
      id: 'h',
      text: 'play homegrown',
      intent: 'PlayMusic',
      domain: 'music',
      slots,
      source: 'corpus',
    };
    const text = 'play {track} from {album}';
    const listed = { intent: 'PlayMusic', text, times: 1, from: 'catalogue' } as const;
    const albums: Recipe = {
      ...recipe,
      catalogue: { ...recipe.catalogue, album: ['album.title'] },
      carriers: [listed, ...recipe.carriers],
    };
    expect(generateRows([{ schema, recipe: albums }], [homegrown], catalogue, settings)).toEqual(rows);
    const more = ['Rumours', 'Tusk', 'Mirage', 'Tango', 'Blue', 'Hejira', 'Clouds', 'Mingus'];
    const both = [...catalogue, ...more.map((title) => ({ kind: 'album', title, creators: [] }))];
    const filled = generateRows([{ schema, recipe: albums }], [homegrown], both, settings);
    const own = filled.filter((row) => row.group === text && row.domain === 'music');
    expect(own.length).toBeGreaterThan(5);
    for (const row of own) {
      const album = row.slots?.find(({ name }) => name === 'album');
      expect(more.map((title) => title.toLowerCase())).toContain(album?.value);
    }
  });

  it('depends on the seed alone', () => {
    expect(generateRows([{ schema, recipe }], [], catalogue, settings)).toEqual(rows);
    expect(generateRows([{ schema, recipe }], [], catalogue, { ...settings, seed: 2 })).not.toEqual(rows);
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
