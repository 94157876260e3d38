import { combine, hashText } from '../recognizer/hash.js';
import { logSumExp } from '../recognizer/lattice.js';

/** What a string of a catalogue is: the title of a work of some kind, or the name of a creator. */
export interface NameModel {
  /** The kinds, in the columns' order; the creators' first. */
  readonly kinds: readonly string[];
  /** `[1 + buckets, kinds]` int8 row-major; row 0 is not used. */
  readonly weights: Int8Array;
  /** `[kinds]`. */
  readonly scales: Float32Array;
}

const NGRAM_LENGTHS = [2, 3, 4];
const FIRST_WORD = 11;
const LAST_WORD = 12;
const WORD = 13;
const COUNT = 14;
const PAIR = 15;

/** Ids 1..buckets of a string's features, hashed without a vocabulary: character n-grams with word ends, words, pairs of words, their number. */
export function nameFeatures(words: readonly string[], buckets: number): Int32Array {
  const ids = new Set<number>();
  const add = (template: number, hash: number) => ids.add(1 + (combine(template, hash) % buckets));
  add(COUNT, Math.min(words.length, 6));
  for (const [index, word] of words.entries()) {
    const hash = hashText(word);
    add(WORD, hash);
    if (index === 0) add(FIRST_WORD, hash);
    if (index === words.length - 1) add(LAST_WORD, hash);
    else add(PAIR, combine(hash, hashText(words[index + 1]!)));
    const bounded = `<${word}>`;
    for (const length of NGRAM_LENGTHS) {
      for (let from = 0; from + length <= bounded.length; from++) add(length, hashText(bounded, from, from + length));
    }
  }
  return Int32Array.from(ids);
}

/** `[kinds]` log P(kind | string). */
export function kindLogProbabilities({ kinds, weights, scales }: NameModel, words: readonly string[]): Float64Array {
  const columns = kinds.length;
  const sums = new Float64Array(columns);
  for (const id of nameFeatures(words, weights.length / columns - 1)) {
    for (let column = 0; column < columns; column++) sums[column] = sums[column]! + weights[id * columns + column]!;
  }
  for (let column = 0; column < columns; column++) sums[column] = sums[column]! * scales[column]!;
  const normaliser = logSumExp(sums);
  return sums.map((sum) => sum - normaliser);
}

/** How many steps `nameSymbol` tells apart between surely no creator and surely one. */
const STEPS = 10;

/** A string's place as one symbol: log-odds of being a creator in ten steps, and the likeliest kind of title. */
export function nameSymbol(model: NameModel, words: readonly string[]): number {
  const logProbabilities = kindLogProbabilities(model, words);
  const creator = logProbabilities[0]!;
  const logOdds = creator - Math.log(Math.max(1e-9, -Math.expm1(creator)));
  const step = Math.max(0, Math.min(STEPS - 1, Math.floor((logOdds + 5) * (STEPS / 10))));
  let title = 1;
  for (let kind = 2; kind < logProbabilities.length; kind++) {
    if (logProbabilities[kind]! > logProbabilities[title]!) title = kind;
  }
  return combine(step, title);
}
