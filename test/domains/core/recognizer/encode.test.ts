import { expect, it } from 'vitest';
import {
  MAX_TOKENS,
  tokenIds,
  tokensOf,
  utteranceIds,
  type Vocabularies,
  wordFingerprint,
} from '../../../../domains/core/recognizer/encode.js';
import { UNKNOWN, Vocabulary } from '../../../../domains/core/recognizer/vocabulary.js';
import { tokenFeatures, utteranceFeatures } from '../../../support/models/features.js';

const sorted = (features: Iterable<number>) => Uint32Array.from(new Set(features)).sort();
const WORDS = ['play', 'some', 'jazz'];
const wordsOf = (text: string) => tokensOf(text).map((token) => token.text);
const vocabularies: Vocabularies = {
  utterance: new Vocabulary(sorted(utteranceFeatures(WORDS))),
  token: new Vocabulary(sorted(tokenFeatures(WORDS, () => false).flat())),
  words: new Vocabulary(sorted(WORDS.map(wordFingerprint))),
};

it('knows every feature of an utterance that it was made from', () => {
  const words = wordsOf('Play some JAZZ!');
  const { ids: utterance } = utteranceIds(words, vocabularies);
  const { ids: token, width } = tokenIds(words, vocabularies);
  const rows = tokenFeatures(WORDS, () => false);
  expect(words).toEqual(WORDS);
  expect(utterance).toHaveLength(utteranceFeatures(WORDS).length);
  expect(utterance.every((id) => id !== UNKNOWN && id <= vocabularies.utterance.size)).toBe(true);
  expect(width).toBe(Math.max(...rows.map((row) => row.length)));
  for (const [index, row] of rows.entries()) {
    const ids = [...token.subarray(index * width, (index + 1) * width)];
    expect(ids.slice(0, row.length)).toEqual(row.map((feature) => vocabularies.token.id(feature)));
    expect(ids.slice(row.length).every((id) => id === UNKNOWN)).toBe(true);
  }
});

it('gives the graph one row at least, of unknowns, where there is nothing to know', () => {
  const none = new Vocabulary(new Uint32Array(0));
  for (const text of ['', '…', 'play']) {
    const unknown = { utterance: none, token: none, words: none };
    for (const made of [utteranceIds(wordsOf(text), unknown), tokenIds(wordsOf(text), unknown)])
      expect(made).toEqual({ ids: Int32Array.of(UNKNOWN), width: 1 });
  }
});

it('bounds the tokens that it looks at', () => {
  const words = wordsOf('play '.repeat(5000));
  expect(words).toHaveLength(MAX_TOKENS);
  const { ids, width } = tokenIds(words, vocabularies);
  expect(ids.length / width).toBe(MAX_TOKENS);
});
