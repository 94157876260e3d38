import { type Token, tokenize } from '../text/tokenize.js';
import { Distinct } from './distinct.js';
import { tokenFeatureRows, utteranceFeatureRow } from './features.js';
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
  const all = tokenize(utterance);
  const tokens = all.length > MAX_TOKENS ? all.slice(0, MAX_TOKENS) : all;
  const words = tokens.map((token) => token.text);
  return { tokens, utterance: utteranceIds(words, vocabularies.utterance), ...tokenIds(words, vocabularies) };
}

/** The fingerprint under which a word is counted for rarity. */
export function wordFingerprint(word: string): number {
  return hashText(word);
}

// Known ids on their way into an array of their own: used again by the next call.
let scratch = new Int32Array(4096);
let ends = new Int32Array(MAX_TOKENS);
const distinct = new Distinct();

/** `[N]` ids of the features of an utterance's first MAX_TOKENS words, for the domain and intent classifiers. */
export function utteranceIds(words: readonly string[], vocabulary: Vocabulary): Int32Array {
  const row = utteranceFeatureRow(words);
  const { fingerprints } = row;
  const count = row.start(1);
  reserve(count, 0);
  distinct.begin(vocabulary.size + 1);
  let known = 0;
  for (let index = 0; index < count; index++) {
    const id = vocabulary.id(fingerprints[index]!);
    if (id !== UNKNOWN && distinct.isFirst(id)) scratch[known++] = id;
  }
  return known === 0 ? Int32Array.of(UNKNOWN) : scratch.slice(0, known);
}

function tokenIds(words: readonly string[], { token, words: common }: Vocabularies): Pick<Encoded, 'token' | 'width'> {
  const rows = tokenFeatureRows(words, (word) => common.id(word) === UNKNOWN);
  const { fingerprints } = rows;
  reserve(rows.start(words.length), words.length);
  let known = 0;
  let width = 1;
  for (let row = 0; row < words.length; row++) {
    const start = known;
    const end = rows.start(row + 1);
    for (let index = rows.start(row); index < end; index++) {
      const id = token.id(fingerprints[index]!);
      if (id !== UNKNOWN) scratch[known++] = id;
    }
    ends[row] = known;
    if (known - start > width) width = known - start;
  }
  const ids = new Int32Array(Math.max(words.length, 1) * width);
  for (let row = 0, index = 0; row < words.length; row++) {
    for (let to = row * width; index < ends[row]!; index++, to++) ids[to] = scratch[index]!;
  }
  return { token: ids, width };
}

function reserve(ids: number, rows: number): void {
  if (scratch.length < ids) scratch = new Int32Array(2 * ids);
  if (ends.length < rows) ends = new Int32Array(2 * rows);
}
