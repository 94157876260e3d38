import { type Token, tokenize } from '../text/tokenize.js';
import { tokenFeatures, utteranceFeatures } from './features.js';
import { hashText } from './hash.js';
import { UNKNOWN, type Vocabulary } from './vocabulary.js';

/** Tokens past this are not looked at: no request of a person is so long, and the cost of one stays bounded. */
export const MAX_TOKENS = 128;

/** The vocabularies of a trained recognizer. */
export interface Vocabularies {
  readonly utterance: Vocabulary;
  readonly token: Vocabulary;
  /** Words seen more than once in training; any other is rare. */
  readonly words: Vocabulary;
}

/** An utterance as the graph takes it. */
export interface Encoded {
  readonly tokens: readonly Token[];
  /** `[N]`, N >= 1: ids of the utterance's features; UNKNOWN where N would be 0. */
  readonly utterance: Int32Array;
  /** `[max(T, 1), width]` row-major: ids of each token's known features, UNKNOWN to fill up. */
  readonly token: Int32Array;
  readonly width: number;
}

export function encode(utterance: string, vocabularies: Vocabularies): Encoded {
  const tokens = tokenize(utterance).slice(0, MAX_TOKENS);
  const words = tokens.map((token) => token.text);
  const known = knownIds(utteranceFeatures(words), vocabularies.utterance);
  const rows = tokenFeatures(words, (word) => vocabularies.words.id(word) === UNKNOWN).map((row) =>
    knownIds(row, vocabularies.token),
  );
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 1);
  const token = new Int32Array(Math.max(rows.length, 1) * width);
  for (const [index, row] of rows.entries()) token.set(row, index * width);
  return { tokens, utterance: Int32Array.from(known.length > 0 ? known : [UNKNOWN]), token, width };
}

/** The fingerprint under which a word is counted for rarity. */
export function wordFingerprint(word: string): number {
  return hashText(word);
}

function knownIds(fingerprints: readonly number[], vocabulary: Vocabulary): number[] {
  const ids: number[] = [];
  for (const fingerprint of fingerprints) {
    const id = vocabulary.id(fingerprint);
    if (id !== UNKNOWN) ids.push(id);
  }
  return ids;
}
