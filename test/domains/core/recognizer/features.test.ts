import { describe, expect, it } from 'vitest';
import { combine, hashText } from '../../../../domains/core/numeric/hash.js';
import { tokenFeatures, utteranceFeatures } from '../../../support/models/features.js';

const common = () => false;
const WORDS = ['play', 'the', 'best', 'of', 'clara', 'voss'];

/** How many features two lists share. */
const shared = (one: readonly number[], other: readonly number[]) =>
  one.filter((feature) => other.includes(feature)).length;

describe('tokenFeatures', () => {
  it('gives each token a list, of distinct features where words are distinct', () => {
    const rows = tokenFeatures(WORDS, common);
    expect(rows).toHaveLength(WORDS.length);
    for (const row of rows) expect(new Set(row).size).toBe(row.length);
    expect(tokenFeatures([], common)).toEqual([]);
  });

  // Trained bundles hold these numbers: a template that is numbered anew would break every one of them without a word.
  it('keeps the numbers of its templates', () => {
    const [, second] = tokenFeatures(WORDS, common);
    const h = (word: string) => hashText(word);
    const expected = {
      bias: combine(1, 1),
      'word before': combine(4, h('play')),
      word: combine(5, h('the')),
      'word after': combine(6, h('best')),
      bigram: combine(10, combine(h('play'), h('the'))),
      trigram: combine(21, combine(combine(h('play'), h('the')), h('best'))),
      'prefix of 2': combine(32, h('th')),
      'suffix of 3': combine(43, h('the')),
      shape: combine(60, h('x')),
      'first word': combine(70, h('play')),
      'last word': combine(71, h('voss')),
      'bag to the left': combine(73, h('play')),
      'bag to the right': combine(74, h('clara')),
    };
    for (const [name, feature] of Object.entries(expected)) expect(second, name).toContain(feature);
  });

  it('sees the three words to either side in their places, the others in a bag of bounded reach', () => {
    const long = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const here = (words: string[]) => tokenFeatures(words, common)[20];
    const changed = (index: number) => here(long.map((word, place) => (place === index ? 'zebra' : word)));
    const size = here(long).length;
    expect(shared(here(long), changed(3))).toBe(size);
    expect(shared(here(long), changed(9))).toBe(size - 1);
    expect(shared(here(long), changed(17))).toBe(size - 2);
    expect(shared(here(long), changed(19))).toBeLessThan(size - 6);
  });

  it('marks rare words in three ways', () => {
    const rare = tokenFeatures(WORDS, (hash) => hash === hashText('clara'));
    const plain = tokenFeatures(WORDS, common);
    expect(rare.map((row, index) => row.length - plain[index].length)).toEqual([0, 0, 0, 0, 3, 0]);
  });

  it('sees shapes: runs of letters, and how many digits up to four', () => {
    const SHAPE = 60;
    const has = (word: string, shape: string) =>
      tokenFeatures([word], common)[0].includes(combine(SHAPE, hashText(shape)));
    expect(has('voss', 'x')).toBe(true);
    expect(has('voß', 'x')).toBe(true);
    expect(has('1984', '9999')).toBe(true);
    expect(has('٢٠١٥', '9999')).toBe(true);
    expect(has('80s', '99x')).toBe(true);
    expect(has('yo-yo', 'x-x')).toBe(true);
    expect(has('1234567', '99999')).toBe(true);
  });
});

describe('utteranceFeatures', () => {
  it('shares the sounds of words, and of pairs, that are heard for one another', () => {
    const [said, heard] = [utteranceFeatures(['add', 'it']), utteranceFeatures(['had', 'it'])];
    const sound = hashText('d');
    const sounds = [
      combine(88, sound),
      combine(89, combine(hashText('<s>'), sound)),
      combine(89, combine(sound, sound)),
    ];
    for (const feature of sounds) {
      expect(said).toContain(feature);
      expect(heard).toContain(feature);
    }
  });

  it('gives each feature once', () => {
    const features = utteranceFeatures(['play', 'play', 'play', 'jazz']);
    expect(new Set(features).size).toBe(features.length);
  });

  it('tells the order of the words, and shares what is the same', () => {
    const one = utteranceFeatures(['play', 'some', 'jazz']);
    const other = utteranceFeatures(['jazz', 'some', 'play']);
    expect(shared(one, other)).toBeGreaterThan(5);
    expect(shared(one, other)).toBeLessThan(one.length);
  });

  it('still says that there are no words', () => {
    expect(utteranceFeatures([]).length).toBeGreaterThan(0);
    expect(shared(utteranceFeatures([]), utteranceFeatures(['play']))).toBeLessThan(utteranceFeatures([]).length);
  });
});
