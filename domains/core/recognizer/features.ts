import { combine, hashText } from '../numeric/hash.js';
import { soundFingerprint } from '../text/word-sound.js';
import { FeatureRows } from './feature-rows.js';
import { shapeFingerprint } from './word-shape.js';

/**
 * The bag-of-words features of a token reach this many words to either side, so that the cost of an utterance is
 * linear.
 */
const BAG_REACH = 12;
const LONGEST_AFFIX = 4;
/** An upper bound of a token's features, for which room is reserved. */
const TOKEN_WIDTH = 32 + 2 * LONGEST_AFFIX + 2 * BAG_REACH;
/** An upper bound of an utterance's features, for each of its words and for its end. */
const UTTERANCE_WIDTH = 14;

/**
 * Feature templates; the numbers are part of every trained model, so a template is added at the end and never
 * renumbered.
 */
const Template = {
  bias: 1,
  word: 2, // to word + 6: the word at distance -3 to 3
  bigram: 10, // to bigram + 3
  trigram: 20, // to trigram + 2
  prefix: 30,
  suffix: 40,
  neighbourSuffix: 50,
  shape: 60,
  first: 70,
  last: 71,
  position: 72,
  bagLeft: 73,
  bagRight: 74,
  rare: 75,
  unigram: 80,
  ngram2: 81,
  ngram3: 82,
  skip: 83,
  wordPrefix: 84,
  wordSuffix: 85,
  opening: 86,
  length: 87,
  sound: 88,
  sound2: 89,
} as const;

const BEGIN = hashText('<s>');
const END = hashText('</s>');
/** Features reach this many places beyond either end of a sentence. */
const MARGIN = 3;

/** Whether a word, by its hash, occurred at most once in training. */
export type RareWord = (wordHash: number) => boolean;

const tokenRows = new FeatureRows();
const utteranceRows = new FeatureRows();

/**
 * `[MARGIN + T + MARGIN]` fingerprints of the words with the sentence's ends around them; used again by the next call.
 */
let padded = new Uint32Array(256);

/**
 * The fingerprints of every token's features, for the slot taggers: one row per token, in a buffer that the next call
 * overwrites.
 */
export function tokenFeatureRows(words: readonly string[], isRare: RareWord): FeatureRows {
  const count = words.length;
  const rows = tokenRows;
  rows.begin(count, TOKEN_WIDTH);
  const hashes = paddedHashes(words);
  const first = combine(Template.first, hashes[MARGIN]);
  const last = combine(Template.last, hashes[MARGIN + count - 1]);
  const bias = combine(Template.bias, 1);
  for (let index = 0; index < count; index++) {
    const word = words[index];
    const place = MARGIN + index;
    const before2 = hashes[place - 2];
    const before = hashes[place - 1];
    const here = hashes[place];
    const after = hashes[place + 1];
    const after2 = hashes[place + 2];
    rows.addFingerprint(bias);
    for (let distance = -3; distance <= 3; distance++) rows.add(Template.word + distance + 3, hashes[place + distance]);
    const bigramBefore2 = combine(before2, before);
    const bigramBefore = combine(before, here);
    const bigramAfter = combine(here, after);
    rows.add(Template.bigram, bigramBefore);
    rows.add(Template.bigram + 1, bigramAfter);
    rows.add(Template.bigram + 2, bigramBefore2);
    rows.add(Template.bigram + 3, combine(after, after2));
    rows.add(Template.trigram, combine(bigramBefore2, here));
    rows.add(Template.trigram + 1, combine(bigramBefore, after));
    rows.add(Template.trigram + 2, combine(bigramAfter, after2));
    for (let length = 1; length <= LONGEST_AFFIX && length <= word.length; length++) {
      rows.add(Template.prefix + length, hashText(word, 0, length));
      rows.add(Template.suffix + length, hashText(word, word.length - length));
    }
    if (index > 0) addNeighbour(rows, 0, words[index - 1]);
    if (index + 1 < count) addNeighbour(rows, 1, words[index + 1]);
    rows.add(Template.shape, shapeFingerprint(word));
    rows.addFingerprint(first);
    rows.addFingerprint(last);
    rows.add(Template.position, index === 0 ? 0 : index === count - 1 ? 1 : 2);
    const reach = Math.min(count, index + 1 + BAG_REACH);
    for (let other = Math.max(0, index - BAG_REACH); other < index; other++)
      rows.add(Template.bagLeft, hashes[MARGIN + other]);
    for (let other = index + 1; other < reach; other++) rows.add(Template.bagRight, hashes[MARGIN + other]);
    if (isRare(here)) {
      rows.add(Template.rare, 0);
      rows.add(Template.rare, combine(before, 1));
      rows.add(Template.rare, combine(after, 2));
    }
    rows.endRow();
  }
  return rows;
}

function addNeighbour(rows: FeatureRows, side: number, neighbour: string): void {
  rows.add(Template.neighbourSuffix + side, hashText(neighbour, Math.max(0, neighbour.length - 3)));
  rows.add(Template.shape + 1 + side, shapeFingerprint(neighbour));
}

/**
 * The fingerprints of an utterance's features, for the domain and intent classifiers: one row, which repeats a feature
 * as often as it occurs, in a buffer that the next call overwrites.
 */
export function utteranceFeatureRow(words: readonly string[]): FeatureRows {
  const count = words.length;
  const row = utteranceRows;
  row.begin(1, (count + 1) * UTTERANCE_WIDTH);
  const hashes = paddedHashes(words);
  row.add(Template.bias, 1);
  row.add(Template.length, Math.min(count, 20) >> 1);
  row.add(Template.opening, combine(hashes[MARGIN], hashes[MARGIN + 1]));
  let soundBefore = BEGIN;
  for (let index = 0; index <= count; index++) {
    const place = MARGIN + index;
    const bigram = combine(hashes[place - 1], hashes[place]);
    row.add(Template.ngram2, bigram);
    row.add(Template.ngram3, combine(combine(hashes[place - 2], hashes[place - 1]), hashes[place]));
    row.add(Template.skip, combine(hashes[place - 2], hashes[place]));
    if (index === count) break;
    const word = words[index];
    row.add(Template.unigram, hashes[place]);
    const sound = soundFingerprint(word);
    row.add(Template.sound, sound);
    row.add(Template.sound2, combine(soundBefore, sound));
    soundBefore = sound;
    for (let length = 3; length <= 4 && length < word.length; length++) {
      row.add(Template.wordPrefix, hashText(word, 0, length));
      row.add(Template.wordSuffix, hashText(word, word.length - length));
    }
  }
  row.endRow();
  return row;
}

function paddedHashes(words: readonly string[]): Uint32Array {
  const end = MARGIN + words.length;
  if (padded.length < end + MARGIN) padded = new Uint32Array(2 * (end + MARGIN));
  padded.fill(BEGIN, 0, MARGIN);
  for (let index = 0; index < words.length; index++) padded[MARGIN + index] = hashText(words[index]);
  padded.fill(END, end, end + MARGIN);
  return padded;
}
