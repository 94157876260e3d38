import type { KeyObject } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateKeys, parsePrivateKey } from '../../../../../bundles/format/signature.js';
import { ANY_SIGNER, trustOf } from '../../../../../bundles/format/trust.js';
import { openCatalogue, packCatalogue } from '../../../../../domains/core/resolution/bundle/catalogue-bundle.js';
import { columnTable } from '../../../../../domains/core/resolution/entities/column-table.js';
import type { Entity } from '../../../../../domains/core/resolution/entities/entity.js';
import { cataloguePlan } from '../../../../../training/entities/catalogue-plan.js';
import { STRATEGY_BUILDERS } from '../../../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../../../training/entities/table-builder.js';
import { entities } from '../small-catalogue.js';

const { slots } = cataloguePlan({
  artist: ['song.creators', 'artist.title'],
  track: ['song.title'],
  album: ['album.title'],
  station: ['station.title'],
});

const CATALOGUE = entities(
  { title: 'Hello', creators: ['Lionel Richie'], popularity: 9, year: 1984 },
  { title: 'Hello', creators: ['Adele'], partOf: ['25'], popularity: 1, year: 2015 },
  { title: 'Adele', kind: 'artist' },
  { title: '25', kind: 'album', creators: ['Adele'] },
);

async function packed(
  rows: readonly Entity[],
  { without = '', ...options }: { without?: string; signWith?: KeyObject } = {},
) {
  const columns = await buildEntityColumns(rows);
  const parts = new Map<string, Uint8Array>();
  for (const { build } of STRATEGY_BUILDERS) {
    for (const [name, part] of await build({ entities: () => rows, table: columnTable(columns), parts }))
      parts.set(name, part);
  }
  parts.delete(without);
  const strategies = STRATEGY_BUILDERS.flatMap(({ names }) => names);
  const contents = { domain: 'music', columns, slots: copyOf(slots), strategies, sources: [], figures: {}, parts };
  return packCatalogue(contents, { version: 'v1', ...options });
}

function copyOf<T>(lists: Readonly<Record<string, readonly T[]>>): Record<string, T[]> {
  return Object.fromEntries(Object.entries(lists).map(([key, list]) => [key, [...list]]));
}

const named = (slot: string, value: string) => ({ slot, value });

describe("a catalogue's bundle", () => {
  test('has a manifest that says what is in it', async () => {
    const { bundle } = await openCatalogue(await packed(CATALOGUE), ANY_SIGNER);
    expect(bundle.manifest).toMatchObject({
      domain: 'music-catalogue',
      version: 'v1',
      entities: 4,
      kinds: [
        { name: 'song', entities: 2 },
        { name: 'artist', entities: 1 },
        { name: 'album', entities: 1 },
      ],
    });
  });

  test('resolves what slots name, with what the other slots say of it', async () => {
    const { resolver } = (await openCatalogue(await packed(CATALOGUE), ANY_SIGNER)).catalogue;
    const first = (...slots: { slot: string; value: string }[]) => resolver.resolve(slots, {}, 'r1', 5)?.entities[0];
    expect(first(named('track', 'hello'))).toMatchObject({ id: 'e-0', year: 1984, creators: ['Lionel Richie'] });
    expect(first(named('track', 'hello'), named('artist', 'adele'))).toMatchObject({ id: 'e-1', year: 2015 });
    expect(first(named('track', 'hello'), named('album', '25'))).toMatchObject({ id: 'e-1' });
    expect(first(named('artist', 'adele'))).toMatchObject({ id: 'e-2', kind: 'artist' });
    expect(first(named('album', 'twenty five'))).toMatchObject({
      id: 'e-3',
      strategies: expect.arrayContaining(['exact', 'lexical', 'phonetic']),
    });
  });

  test('gives probabilities that are one with that of none, and propensities of the strategies', async () => {
    const { resolver } = (await openCatalogue(await packed(CATALOGUE), ANY_SIGNER)).catalogue;
    const slots = [named('track', 'hello'), named('artist', 'adele')];
    const resolution = resolver.resolve(slots, {}, 'r1', 10)!;
    const sum = resolution.entities.reduce((sum, { probability }) => sum + probability, resolution.none);
    expect(sum).toBeCloseTo(1, 12);
    expect(resolution.propensities).toEqual({
      exact: 1,
      lexical: 1,
      structured: 1,
      phonetic: 1,
      semantic: 1,
      memory: 1,
    });
    expect(resolver.resolve(slots, {}, 'r1', 1)!.entities).toEqual(resolution.entities.slice(0, 1));
  });

  test('names nothing by slots that the catalogue has no kinds of, and none of them by unknown words', async () => {
    const { resolver } = (await openCatalogue(await packed(CATALOGUE), ANY_SIGNER)).catalogue;
    expect(resolver.resolve([named('station', 'hello')], {}, 'r1', 5)).toBeUndefined();
    expect(resolver.resolve([named('volume', 'hello')], {}, 'r1', 5)).toBeUndefined();
    expect(resolver.resolve([named('track', '\u0301')], {}, 'r1', 5)).toBeUndefined();
    expect(resolver.resolve([named('track', '?!')], {}, 'r1', 5)).toMatchObject({ entities: [], none: 1 });
    expect(resolver.resolve([named('track', 'unheard of')], {}, 'r1', 5)).toMatchObject({ entities: [], none: 1 });
  });

  test('is searched in all fields, by kinds that it has', async () => {
    const { resolver } = (await openCatalogue(await packed(CATALOGUE), ANY_SIGNER)).catalogue;
    const ids = (text: string, kinds: string[] = []) =>
      resolver.search(text, kinds, {}, 'r1', 5).entities.map(({ id }) => id);
    expect(ids('adele hello')[0]).toBe('e-1');
    expect(ids('adele', ['album'])).toEqual(['e-3']);
    expect(ids('')).toEqual([]);
    expect(() => ids('adele', ['film'])).toThrow('kinds: the catalogue has no film; it has song, artist, album');
  });

  test('an empty catalogue, and one of nothing but signs, can be asked', async () => {
    for (const rows of [[], entities({ title: '!!!' }, { title: '…', creators: ['—'] })]) {
      const { resolver } = (await openCatalogue(await packed(rows), ANY_SIGNER)).catalogue;
      expect(resolver.search('hello', [], {}, 'r1', 5)).toMatchObject({ entities: [], none: 1 });
    }
  });

  test('looks for the first 4,096 characters of a text and leaves the rest alone', async () => {
    const { resolver } = (await openCatalogue(await packed(CATALOGUE), ANY_SIGNER)).catalogue;
    const [short, long] = [`hello${' '.repeat(4_091)}`, `hello${' '.repeat(4_091)}adele ${'a-'.repeat(30_000)}`];
    expect(long.startsWith(short)).toBe(true);
    const asSlot = (value: string) => resolver.resolve([named('track', value)], {}, 'r1', 5);
    expect(asSlot(long)).toEqual(asSlot('hello'));
    expect(resolver.search(long, [], {}, 'r1', 5)).toEqual(resolver.search('hello', [], {}, 'r1', 5));
  });

  test('finds names of signs alone by their signs', async () => {
    const rows = entities({ title: '!!!' }, { title: '…', creators: ['???'] }, { title: '÷' }, { title: '- -' });
    const { resolver } = (await openCatalogue(await packed(rows), ANY_SIGNER)).catalogue;
    const found = (value: string) => resolver.resolve([{ slot: 'track', value }], {}, 'r1', 1)?.entities[0]?.id;
    expect(['!!!', '...', '÷', ' - - ', '!!!!'].map(found)).toEqual(['e-0', 'e-1', 'e-2', 'e-3', 'e-0']);
    expect(['\u0000', '\u0301', '\ud800', ' '].map(found)).toEqual(Array(4).fill(undefined));
    expect(resolver.search('???', [], {}, 'r1', 1).entities[0]?.id).toBe('e-1');
  });

  test('is signed, and refused by who does not trust the key', async () => {
    const { privateKey, publicKey } = generateKeys();
    const bytes = await packed(CATALOGUE, { signWith: parsePrivateKey(privateKey) });
    await expect(openCatalogue(bytes, trustOf([publicKey], false))).resolves.toBeDefined();
    await expect(openCatalogue(bytes, trustOf([generateKeys().publicKey], false))).rejects.toThrow('signature check');
  });

  test('is refused where a part is missing', async () => {
    for (const without of ['exact.bin', 'lexical.bin', 'lexical.postings', 'lexical.lengths']) {
      const opened = openCatalogue(await packed(CATALOGUE, { without }), ANY_SIGNER);
      await expect(opened).rejects.toThrow(`graph check: the bundle has no part ${without}`);
    }
  });
});
