import { expect, it } from 'vitest';
import { hashText } from '../../../../domains/core/numeric/hash.js';
import { soundFingerprint } from '../../../../domains/core/text/word-sound.js';

it.each([
  ['add', 'd'],
  ['had', 'd'],
  ['at', 'd'],
  ['play', 'bl'],
  ['pally', 'bl'],
  ['jazz', 'js'],
  ['pittsburgh', 'bdsbrc'],
  ['six', 'sc'],
  // Two of a group are one where nothing is between them that sounds.
  ['kick', 'c'],
  ['mem', 'm'],
])('%s sounds like %s', (word, sound) => expect(soundFingerprint(word)).toBe(hashText(sound)));

it.each(['i', 'who', '1984', 'r2d2', 'été', 'top-rated', ''])('%j is like itself alone', (word) =>
  expect(soundFingerprint(word)).toBe(hashText(word)),
);
