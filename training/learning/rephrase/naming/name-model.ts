import { hashText } from '../../../../domains/core/numeric/hash.js';
import { sigmoid } from '../../../../serving/numeric/log-odds.js';

/** Tells which words of a request name a thing, by the words around them. */
export interface NameModel {
  /** What a stored weight is multiplied by, above 0. */
  readonly scale: number;
  /** `[NAME_WEIGHTS]`: natural-log odds, of features by their hash. */
  readonly weights: Int8Array;
}

/** A power of two: features that share a weight are few. */
export const NAME_WEIGHTS = 1 << 15;

/** Places of the weights that speak of a word, one for each kind of feature. */
export function nameFeatures(words: readonly string[], index: number): number[] {
  const at = (offset: number) => words[index + offset] ?? (index + offset < 0 ? '<' : '>');
  const [before, word, after] = [at(-1), at(0), at(1)];
  const features = [
    'bias',
    `0 ${word}`,
    `-1 ${before}`,
    `+1 ${after}`,
    `-2 ${at(-2)} ${before}`,
    `+2 ${after} ${at(2)}`,
    `-0 ${before} ${word}`,
    `0+ ${word} ${after}`,
    `-3 ${at(-3)} ${at(-2)} ${before}`,
    `end ${word.slice(-3)}`,
    `in ${before} ${after}`,
    `place ${Math.min(index, 3)} ${Math.min(words.length - 1 - index, 3)}`,
  ];
  return features.map((feature) => hashText(feature) & (NAME_WEIGHTS - 1));
}

/** P(a word is part of a name), in (0, 1), for each word. */
export function nameProbabilities({ scale, weights }: NameModel, words: readonly string[]): number[] {
  return words.map((_, index) =>
    sigmoid(scale * nameFeatures(words, index).reduce((sum, place) => sum + weights[place], 0)),
  );
}
