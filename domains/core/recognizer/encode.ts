import { Distinct } from '../numeric/distinct.js';
import { hashText } from '../numeric/hash.js';
import { type Token, tokenize } from '../text/tokenize.js';
import { tokenFeatureRows, utteranceFeatureRow } from './features.js';
import { UNKNOWN, type Vocabulary } from './vocabulary.js';

/** Further tokens are ignored: nobody speaks so long a request, and the cost of an utterance stays bounded. */
export const MAX_TOKENS = 128;

/** The vocabularies of a trained recognizer. */
export interface Vocabularies {
  readonly utterance: Vocabulary;
  readonly token: Vocabulary;
  /** Words seen more than once in training; any other is rare. */
  readonly words: Vocabulary;
}

/**
 * Rows of feature ids, `[R, width]` row-major, R and width at least 1; rows with fewer ids are filled up with UNKNOWN.
 */
export interface FeatureIds {
  readonly ids: Int32Array;
  readonly width: number;
}

/** An utterance's tokens, the first MAX_TOKENS of them. */
export function tokensOf(utterance: string): readonly Token[] {
  const tokens = tokenize(utterance);
  return tokens.length > MAX_TOKENS ? tokens.slice(0, MAX_TOKENS) : tokens;
}

/** The fingerprint under which a word is counted for rarity. */
export function wordFingerprint(word: string): number {
  return hashText(word);
}

// Buffers for ids on their way into an array of their own; every call uses them again.
let scratch = new Int32Array(4096);
let ends = new Int32Array(MAX_TOKENS);
const distinct = new Distinct();

/**
 * One row for the domain and intent classifiers: the known features of an utterance's words, each once; UNKNOWN where
 * there are none.
 */
export function utteranceIds(words: readonly string[], { utterance }: Pick<Vocabularies, 'utterance'>): FeatureIds {
  const row = utteranceFeatureRow(words);
  const { fingerprints } = row;
  const count = row.start(1);
  reserve(count, 0);
  distinct.begin(utterance.size + 1);
  let known = 0;
  for (let index = 0; index < count; index++) {
    const id = utterance.id(fingerprints[index]);
    if (id !== UNKNOWN && distinct.isFirst(id)) scratch[known++] = id;
  }
  const ids = known === 0 ? Int32Array.of(UNKNOWN) : scratch.slice(0, known);
  return { ids, width: ids.length };
}

/** One row per token for the slot taggers; one row in all where there is no token. */
export function tokenIds(words: readonly string[], { token, words: common }: Vocabularies): FeatureIds {
  const rows = tokenFeatureRows(words, (word) => common.id(word) === UNKNOWN);
  const { fingerprints } = rows;
  reserve(rows.start(words.length), words.length);
  let known = 0;
  let width = 1;
  for (let row = 0; row < words.length; row++) {
    const start = known;
    const end = rows.start(row + 1);
    for (let index = rows.start(row); index < end; index++) {
      const id = token.id(fingerprints[index]);
      if (id !== UNKNOWN) scratch[known++] = id;
    }
    ends[row] = known;
    if (known - start > width) width = known - start;
  }
  const ids = new Int32Array(Math.max(words.length, 1) * width);
  for (let row = 0, index = 0; row < words.length; row++) {
    for (let to = row * width; index < ends[row]; index++, to++) ids[to] = scratch[index];
  }
  return { ids, width };
}

function reserve(ids: number, rows: number): void {
  if (scratch.length < ids) scratch = new Int32Array(2 * ids);
  if (ends.length < rows) ends = new Int32Array(2 * rows);
}
