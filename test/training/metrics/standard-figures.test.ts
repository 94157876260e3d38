import { expect, it } from 'vitest';
import { type StandardOutcome, standardFigures } from '../../../training/metrics/standard-figures.js';

const artist = { name: 'artist', value: 'miles davis', start: 5, end: 16 };
const reference = { intent: 'PlayMusic', slots: [artist] };
const only = (answer: StandardOutcome['answer'], expected = reference) =>
  standardFigures([{ reference: expected, answer }]);

it('counts an utterance as right when its intent and every chunk are', () => {
  expect(only(reference)).toEqual({ intentAccuracy: 1, slotF1: 1, sentenceAccuracy: 1 });
  expect(only({ ...reference, intent: 'RateBook' })).toEqual({ intentAccuracy: 0, slotF1: 1, sentenceAccuracy: 0 });
  expect(only(undefined)).toEqual({ intentAccuracy: 0, slotF1: 0, sentenceAccuracy: 0 });
});

it.each([
  ['another name', [{ ...artist, name: 'track' }], 0],
  ['another first token', [{ ...artist, start: 0 }], 0],
  ['another last token', [{ ...artist, end: 10 }], 0],
  ['the same words elsewhere', [{ ...artist, start: 25, end: 36 }], 0],
  // 2 * 1 / (1 + 2)
  ['a chunk too many', [artist, { name: 'year', value: '1959', start: 20, end: 24 }], 2 / 3],
])('a chunk of %s makes the sentence wrong', (_, slots, slotF1) => {
  expect(only({ intent: 'PlayMusic', slots })).toEqual({ intentAccuracy: 1, slotF1, sentenceAccuracy: 0 });
});

it('sums chunks over utterances before it divides', () => {
  const bare = { reference: { intent: 'PlayMusic', slots: [] }, answer: { intent: 'PlayMusic', slots: [] } };
  const wrong = { reference, answer: { intent: 'PlayMusic', slots: [] } };
  // Chunks: 1 of 1 and 1; 0 of 1 and 0; 0 of 0 and 0.
  expect(standardFigures([{ reference, answer: reference }, wrong, bare])).toEqual({
    intentAccuracy: 1,
    slotF1: 2 / 3,
    sentenceAccuracy: 2 / 3,
  });
});
