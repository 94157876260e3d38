import { logSumExp } from '../../../serving/numeric/log-odds.js';
import { Distinct } from '../numeric/distinct.js';
import { addUnit, combine, finish, hashText, TEXT_BASIS } from '../numeric/hash.js';

/** A classifier of catalogue strings: the title of a work of some kind, or the name of a creator. */
export interface NameModel {
  /** The kinds, in the columns' order; the creators' first. */
  readonly kinds: readonly string[];
  /** `[1 + buckets, kinds]` int8 row-major; row 0 is not used. */
  readonly weights: Int8Array;
  /** `[kinds]`. */
  readonly scales: Float32Array;
}

const SHORTEST_NGRAM = 2;
const LONGEST_NGRAM = 4;
const FIRST_WORD = 11;
const LAST_WORD = 12;
const WORD = 13;
const COUNT = 14;
const PAIR = 15;

const WORD_START = '<'.charCodeAt(0);
const WORD_END = '>'.charCodeAt(0);

// Buffers for the ids of one string; every call uses them again.
const distinct = new Distinct();
let scratch = new Int32Array(1024);
let found = 0;

/**
 * Ids 1..buckets of a string's features, hashed without a vocabulary: character n-grams with word ends, words, pairs of
 * words, and the number of words.
 */
export function nameFeatures(words: readonly string[], buckets: number): Int32Array {
  findFeatures(words, buckets);
  return scratch.slice(0, found);
}

/** Leaves the ids in `scratch`, each once. */
function findFeatures(words: readonly string[], buckets: number): void {
  distinct.begin(buckets + 1);
  found = 0;
  add(COUNT, Math.min(words.length, 6), buckets);
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    const hash = hashText(word);
    add(WORD, hash, buckets);
    if (index === 0) add(FIRST_WORD, hash, buckets);
    if (index === words.length - 1) add(LAST_WORD, hash, buckets);
    else add(PAIR, combine(hash, hashText(words[index + 1])), buckets);
    addCharacters(word, buckets);
  }
}

/**
 * Adds the character n-grams of a word with its ends; those that begin at one place share the state of the shorter
 * ones.
 */
function addCharacters(word: string, buckets: number): void {
  const boundedLength = word.length + 2;
  for (let from = 0; from + SHORTEST_NGRAM <= boundedLength; from++) {
    let state = TEXT_BASIS;
    const end = Math.min(from + LONGEST_NGRAM, boundedLength);
    for (let place = from; place < end; place++) {
      const isStart = place === 0;
      const isEnd = place === boundedLength - 1;
      state = addUnit(state, isStart ? WORD_START : isEnd ? WORD_END : word.charCodeAt(place - 1));
      const length = place - from + 1;
      if (length >= SHORTEST_NGRAM) add(length, finish(state), buckets);
    }
  }
}

function add(template: number, hash: number, buckets: number): void {
  const fingerprint = combine(template, hash);
  // The remainder of numbers beyond 2^31 is slow, and buckets are mostly a power of two.
  const mask = buckets - 1;
  const id = 1 + ((buckets & mask) === 0 ? fingerprint & mask : fingerprint % buckets);
  if (!distinct.isFirst(id)) return;
  if (found === scratch.length) {
    const larger = new Int32Array(2 * found);
    larger.set(scratch);
    scratch = larger;
  }
  scratch[found++] = id;
}

/** `[kinds]` log P(kind | string). */
export function kindLogProbabilities({ kinds, weights, scales }: NameModel, words: readonly string[]): Float64Array {
  const columns = kinds.length;
  const sums = new Float64Array(columns);
  findFeatures(words, weights.length / columns - 1);
  for (let index = 0; index < found; index++) {
    const row = scratch[index] * columns;
    for (let column = 0; column < columns; column++) sums[column] = sums[column] + weights[row + column];
  }
  for (let column = 0; column < columns; column++) sums[column] = sums[column] * scales[column];
  const normaliser = logSumExp(sums);
  return sums.map((sum) => sum - normaliser);
}

/** The steps of `nameSymbol` between surely no creator and surely one. */
const STEPS = 10;

/**
 * The kind of name that a string looks like, as one symbol: log-odds of being a creator in ten steps, and the likeliest
 * kind of title.
 */
export function nameSymbol(model: NameModel, words: readonly string[]): number {
  const logProbabilities = kindLogProbabilities(model, words);
  const creator = logProbabilities[0];
  const logOdds = creator - Math.log(Math.max(1e-9, -Math.expm1(creator)));
  const step = Math.max(0, Math.min(STEPS - 1, Math.floor((logOdds + 5) * (STEPS / 10))));
  let title = 1;
  for (let kind = 2; kind < logProbabilities.length; kind++) {
    if (logProbabilities[kind] > logProbabilities[title]) title = kind;
  }
  return combine(step, title);
}
