import { expect, test } from 'vitest';
import { projectedSlots } from '../../../../training/learning/rows/slot-projection.js';

test('values stand where their words stand, whatever the case', () => {
  expect(
    projectedSlots('put Ring of Fire on my chill list', [
      { name: 'playlist', value: 'chill' },
      { name: 'track', value: 'ring of fire' },
    ]),
  ).toEqual([
    { name: 'track', value: 'Ring of Fire', start: 4, end: 16 },
    { name: 'playlist', value: 'chill', start: 23, end: 28 },
  ]);
});

test('a value that was misheard stands where the words sound like it', () => {
  expect(projectedSlots('play taler swift please', [{ name: 'artist', value: 'taylor swift' }])).toEqual([
    { name: 'artist', value: 'taler swift', start: 5, end: 16 },
  ]);
  expect(projectedSlots('play it on the key board', [{ name: 'device', value: 'keyboard' }])).toEqual([
    { name: 'device', value: 'key board', start: 15, end: 24 },
  ]);
});

test('no two values share a word, and the longer one chooses first', () => {
  const values = [
    { name: 'artist', value: 'queen' },
    { name: 'track', value: 'killer queen' },
  ];
  expect(projectedSlots('play killer queen by queen', values)).toEqual([
    { name: 'track', value: 'killer queen', start: 5, end: 17 },
    { name: 'artist', value: 'queen', start: 21, end: 26 },
  ]);
  expect(projectedSlots('play killer queen', values)).toBeUndefined();
});

test('a value that is not in the text is nowhere, and no value is no slot', () => {
  expect(projectedSlots('play something', [{ name: 'artist', value: 'abba' }])).toBeUndefined();
  expect(projectedSlots('play something', [{ name: 'artist', value: '!' }])).toBeUndefined();
  expect(projectedSlots('play something', [])).toEqual([]);
  expect(projectedSlots('', [])).toEqual([]);
});
