import { describe, expect, test } from 'vitest';
import type { DomainSchema } from '../../../../domains/core/schema/schema.js';
import type { CorpusRow } from '../../../../training/corpus/corpus-row.js';
import { foldOf } from '../../../../training/corpus/folds.js';
import { carrierPairs } from '../../../../training/learning/rephrase/pairs/carrier-pairs.js';
import { corpusPairs, relationOf } from '../../../../training/learning/rephrase/pairs/corpus-pairs.js';
import { nearestOf } from '../../../../training/learning/rephrase/pairs/nearest-text.js';
import { spokenPairs } from '../../../../training/learning/rephrase/pairs/spoken-pairs.js';
import type { Recipe } from '../../../../training/recipes/recipe.js';
import { shippedNoise } from '../../../../training/recognition-noise/shipped-noise.js';

const words = (text: string) => text.split(' ');
const parts = { folds: 2, seed: 1 };

describe('pairs of carriers', () => {
  const carrier = (text: string) => ({ intent: 'PlayMusic', text, times: 1 });
  const recipe = {
    catalogue: { track: ['song.title'], artist: ['song.creators'] },
    carriers: [
      ...['play', 'put on', 'start', 'i want', 'let us have'].map((verb) => carrier(`${verb} {track}`)),
      ...['play', 'put on', 'start', 'i want', 'let us have'].map((verb) => carrier(`${verb} {track} by {artist}`)),
      carrier('stop it now'),
    ],
    negatives: [],
  } as unknown as Recipe;
  const schema = {
    domain: 'music',
    intents: [{ name: 'PlayMusic', slots: ['track', 'artist'] }],
  } as unknown as DomainSchema;
  const catalogue = Array.from({ length: 60 }, (_, place) => ({
    kind: 'song',
    title: `title${place}`,
    creators: [`creator${place}`],
  }));
  const make = (seed: number) =>
    carrierPairs([{ schema, recipe }], [], catalogue, shippedNoise(0.1), { folds: 2, seed, perCarrier: 8 });
  const pairs = make(1);

  test('keep carriers and values of a fold to themselves', () => {
    const folds = new Map<string, Set<number>>();
    for (const { first, second, fold, group } of pairs) {
      expect(foldOf(group, 2, 1)).toBe(fold);
      for (const name of [...first, ...second].filter((word) => /^(title|creator)\d+$/u.test(word)))
        folds.set(name, (folds.get(name) ?? new Set()).add(fold));
    }
    expect(folds.size).toBeGreaterThan(40);
    expect([...folds.values()].every(({ size }) => size === 1)).toBe(true);
  });

  test('name the same where they are rephrases, and something else where they are none', () => {
    const clean = (list: readonly string[]) => list.filter((word) => /^title\d+$/u.test(word)).join(' ');
    for (const { first, second, isRephrase, kind } of pairs) {
      if (kind === 'one-changed' || clean(first) === '' || clean(second) === '') continue;
      expect([kind, clean(first) === clean(second)]).toEqual([kind, isRephrase]);
    }
    const kinds = new Set(pairs.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['again', 'misheard', 'one-changed', 'other-name', 'other-words', 'reworded']);
  });

  test('leave out what names nothing, and are the same with the same seed', () => {
    expect(pairs.some(({ group }) => group === 'stop it now')).toBe(false);
    expect(make(1)).toEqual(pairs);
    expect(make(2)).not.toEqual(pairs);
  });
});

test('the nearest text has a word that the other has not, on both sides', () => {
  const texts = ['play jolene now', 'play jolene', 'play thriller now', 'now play jolene', 'good night'].map(words);
  const nearest = nearestOf(texts);
  expect([0, 1, 4].map(nearest)).toEqual([2, 2, undefined]);
});

test('requests that name the same, or all that the other names, stand to each other as rephrases', () => {
  const of = (...names: string[]) => new Set(names);
  expect(relationOf(of('a'), of('a', 'b'))).toBe('same');
  expect(relationOf(of('a', 'c'), of('a', 'b'))).toBe('other');
  expect(relationOf(of(), of('a'))).toBe('unknown');
});

test('a corpus has rephrases and hard negatives, each within a fold', () => {
  const row = (text: string, track: string): CorpusRow => ({
    id: text,
    text,
    intent: 'PlayMusic',
    domain: 'music',
    slots: [{ name: 'track', value: track, start: text.indexOf(track), end: text.indexOf(track) + track.length }],
    source: 'test',
  });
  const rows = [row('play jolene', 'jolene'), row('put jolene on', 'jolene'), row('play thriller', 'thriller')];
  const pairs = corpusPairs(rows, 'test', { folds: 1, seed: 1 });
  const told = pairs.map(({ first, second, kind }) => [kind, first.join(' '), second.join(' ')]);
  expect(told).toContainEqual(['test-reworded', 'play jolene', 'put jolene on']);
  expect(told).toContainEqual(['test-next', 'play jolene', 'play thriller']);
});

test('what was misheard and is said again is a rephrase; what was heard right is left out', () => {
  const spoken = [
    { said: words('flights to boston today'), heard: words('flights to austin today') },
    { said: words('flights to denver today'), heard: words('flights to denver today') },
    // What they differ in says only that something is asked.
    { said: words('show trains from leeds'), heard: words('show trains from leads') },
    { said: words('list trains from leeds'), heard: words('list trains from leeds') },
  ];
  const isTelling = (word: string) => !['show', 'list'].includes(word);
  const told = spokenPairs(spoken, 'spoken', { ...parts, folds: 1 }, isTelling).map(({ kind, isRephrase, second }) => [
    kind,
    isRephrase,
    second.join(' '),
  ]);
  expect(told).toEqual([
    ['spoken-misheard', true, 'flights to boston today'],
    ['spoken-next', false, 'flights to denver today'],
    ['spoken-misheard', true, 'show trains from leeds'],
  ]);
});
