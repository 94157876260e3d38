import { expect, it } from 'vitest';
import { directionsOf } from '../../../training/opposites/directions.js';
import { oppositePairs, rewritten } from '../../../training/opposites/opposite-pairs.js';
import { isHeldOutTitle } from '../../../training/recipes/slot-pools.js';

const carrier = (intent: string, text: string, slots?: Record<string, string[]>) => ({ intent, text, times: 1, slots });
const recipe = {
  catalogue: { track: ['track.title'] },
  carriers: [
    carrier('AddToPlaylist', 'add {track} to my list'),
    carrier('SetShuffle', '(turn|switch) shuffle {mode}', { mode: ['on', 'off'] }),
    carrier('SearchMusic', 'play {track} to me'),
  ],
  negatives: ['play dead'],
};
const titles = Array.from({ length: 40 }, (_, index) => `Song Number ${index}`);
const catalogue = titles.map((title) => ({ kind: 'track', title, creators: [] }));

it('rewrites what is as the first pattern says, with any words or none for each star', () => {
  const patterns = ['* next *', '* previous *'] as const;
  expect(rewritten('next', patterns)).toBe('previous');
  expect(rewritten('play the next {object_type}', patterns)).toBe('play the previous {object_type}');
  expect(rewritten('play the nextdoor song', patterns)).toBeUndefined();
  expect(rewritten('add {timeRange} to it', ['add * to *', 'take * off *'])).toBe('take {timeRange} off it');
});

it('has the directions of intents and of slots that have opposites', () => {
  expect(directionsOf('SetShuffle', [{ name: 'mode', value: 'Off' }])).toEqual(['mode no']);
  expect(directionsOf('RemoveFromPlaylist', [{ name: 'track', value: 'off' }])).toEqual(['remove']);
  const rated = (value: string) => directionsOf('RateMusic', [{ name: 'rating', value }]);
  for (const value of ["don't like", 'dont like', 'unlike', 'dislike', 'not good'])
    expect(rated(value)).toEqual(['rating no']);
  for (const value of ['like', 'love', 'thumbs up']) expect(rated(value)).toEqual(['rating yes']);
  // "nt" at the end of a word denies nothing.
  for (const value of ['excellent', 'i want it', 'brilliant']) expect(rated(value)).toEqual([]);
});

it('makes both requests of a pair of one carrier, filled alike with titles that are held out', () => {
  const pairs = oppositePairs(recipe, catalogue, { most: 30, seed: 1 });
  const add = pairs.filter(([{ direction }]) => direction === 'add');
  expect(add.length).toBeGreaterThan(1);
  for (const [one, other] of add) {
    const title = titles.find((each) => one.text === `add ${each.toLowerCase()} to my list`);
    expect(isHeldOutTitle(title!)).toBe(true);
    expect(other).toMatchObject({ text: expect.stringContaining(title!.toLowerCase()), direction: 'remove' });
  }
  expect(pairs).toContainEqual([
    { text: 'turn shuffle on', direction: 'mode yes' },
    { text: 'turn shuffle off', direction: 'mode no' },
  ]);
  // Carriers of intents without a direction make none.
  expect(pairs.filter(([{ text }]) => text.startsWith('play'))).toEqual([]);
});

it('makes the same pairs for the same seed, at most as many as are asked for, and each once', () => {
  const made = oppositePairs(recipe, catalogue, { most: 4, seed: 7 });
  expect(made).toHaveLength(4);
  expect(new Set(made.map(([one, other]) => `${one.text} ${other.text}`)).size).toBe(4);
  expect(oppositePairs(recipe, catalogue, { most: 4, seed: 7 })).toEqual(made);
  expect(oppositePairs({ ...recipe, carriers: [] }, catalogue, { most: 4, seed: 7 })).toEqual([]);
});

it('fills with authored titles where no catalogue lists any', () => {
  const [pair] = oppositePairs(recipe, [], { most: 1, seed: 1 });
  expect(pair![0].text).toMatch(/^add [a-z ]+ to my list$/);
});
