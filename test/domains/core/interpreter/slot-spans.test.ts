import { expect, it } from 'vitest';
import { slotsOfSpans, spansOfSlots } from '../../../../domains/core/interpreter/slot-spans.js';
import { tokenize } from '../../../../domains/core/text/tokenize.js';

const TEXT = '😀 Play “Café  Bleu” by Yo-Yo Ma!';
const tokens = tokenize(TEXT);
const SPANS = [
  { slot: 'track', start: 2, end: 4 },
  { slot: 'artist', start: 5, end: 7 },
];

it('gives values as the caller wrote them, with offsets in code points', () => {
  expect(slotsOfSpans(SPANS, tokens, TEXT)).toEqual([
    { name: 'track', value: 'Café  Bleu', start: 8, end: 18 },
    { name: 'artist', value: 'Yo-Yo Ma', start: 23, end: 31 },
  ]);
  expect(slotsOfSpans([], [], '')).toEqual([]);
});

it('finds the tokens of the slots it gave', () => {
  expect(spansOfSlots(slotsOfSpans(SPANS, tokens, TEXT), tokens)).toEqual(SPANS);
});

it.each([
  [
    'a slot given with its quotes covers the words in them',
    [{ name: 'a', start: 7, end: 19 }],
    [{ slot: 'a', start: 2, end: 4 }],
  ],
  [
    'a slot that begins or ends inside a word covers the word',
    [{ name: 'a', start: 9, end: 15 }],
    [{ slot: 'a', start: 2, end: 4 }],
  ],
  [
    'slots come in the order of the text',
    [
      { name: 'b', start: 23, end: 28 },
      { name: 'a', start: 8, end: 12 },
    ],
    [
      { slot: 'a', start: 2, end: 3 },
      { slot: 'b', start: 5, end: 6 },
    ],
  ],
  [
    'a word that two slots share goes to the first',
    [
      { name: 'a', start: 8, end: 15 },
      { name: 'b', start: 14, end: 22 },
    ],
    [
      { slot: 'a', start: 2, end: 4 },
      { slot: 'b', start: 4, end: 5 },
    ],
  ],
  [
    'a slot on no word is left out',
    [
      { name: 'a', start: 6, end: 8 },
      { name: 'b', start: 900, end: 901 },
      { name: 'c', start: 0, end: 0 },
    ],
    [],
  ],
])('%s', (_, slots, spans) => {
  expect(spansOfSlots(slots, tokens)).toEqual(spans);
});
