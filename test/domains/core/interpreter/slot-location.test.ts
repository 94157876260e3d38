import { expect, it } from 'vitest';
import { locateSlots } from '../../../../domains/core/interpreter/slot-location.js';

const slot = (value: string, start = 0, end = 0) => ({ name: 'track', value, start, end });
const places = (utterance: string, ...slots: ReturnType<typeof slot>[]) =>
  locateSlots(utterance, slots).map(({ start, end }) => [start, end]);

it.each([
  ['play Dune', [slot('dune')], [[5, 9]]],
  ['🎵 play Dune', [slot(' DUNE ')], [[7, 11]]],
  [
    'dune by dune',
    [slot('dune'), slot('dune')],
    [
      [0, 4],
      [8, 12],
    ],
  ],
  [
    'dune by dune',
    [slot('dune', 0, 4), slot('dune')],
    [
      [0, 4],
      [8, 12],
    ],
  ],
  [
    'dune by dune',
    [slot('dune'), slot('dune', 0, 4)],
    [
      [8, 12],
      [0, 4],
    ],
  ],
  [
    'dune',
    [slot('dune'), slot('dune')],
    [
      [0, 4],
      [0, 0],
    ],
  ],
  ['play two', [slot('2')], [[0, 0]]],
  ['play dune', [slot('  ')], [[0, 0]]],
  ['İstanbul play', [slot('play')], [[9, 13]]],
  ['play dune', [slot('anything', 2, 3)], [[2, 3]]],
])('in "%s"', (utterance, slots, expected) => {
  expect(places(utterance, ...slots)).toEqual(expected);
});
