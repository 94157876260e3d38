import { combine } from '../numeric/hash.js';
import type { NgramCounts } from './ngram-counts.js';
import type { NgramMemo } from './ngram-memo.js';

/** Counts of n-grams and of the contexts that they follow. */
export interface NgramModel {
  /** Longest n-gram, at least 1. */
  readonly order: number;
  /** Size of the alphabet: the uniform distribution at the end of the interpolation is 1 / alphabet. */
  readonly alphabet: number;
  readonly counts: NgramCounts;
  /** Remembers results; absent: none are remembered. */
  readonly memo?: NgramMemo;
}

/**
 * Symbols of which those from `from` to `to` are scored, under `condition`: one of the distributions that share a
 * model.
 */
export interface Sequence {
  readonly condition: number;
  readonly symbols: ArrayLike<number>;
  readonly from: number;
  /** Exclusive; `symbols` may go on behind it. */
  readonly to: number;
}

/** The fingerprint of the empty sequence under a condition, which every fingerprint under it extends. */
function basisOf(condition: number): number {
  return combine(condition, 0);
}

/**
 * Natural log of P(sequence), by Witten-Bell interpolation down to the uniform distribution (Chen and Goodman 1998,
 * §2.6): P(w | c) = (count(c, w) + types(c) P(w | c')) / (total(c) + types(c)), with c' one symbol shorter than c. A
 * sequence's fingerprint is made from its last symbol backwards, so that a longer context extends a shorter one's.
 */
export function logProbability(model: NgramModel, { condition, symbols, from, to }: Sequence): number {
  const { memo } = model;
  let sum = 0;
  for (let index = from; index < to; index++) {
    let logarithm = memo ? memo.recall(condition, symbols, index) : Number.NaN;
    if (Number.isNaN(logarithm)) {
      logarithm = Math.log(probabilityOf(model, condition, symbols, index));
      memo?.remember(logarithm);
    }
    sum += logarithm;
  }
  return sum;
}

/** P(`symbols[index]` | those before it). */
function probabilityOf(
  { order, alphabet, counts }: NgramModel,
  condition: number,
  symbols: ArrayLike<number>,
  index: number,
): number {
  const { places } = counts;
  let probability = 1 / alphabet;
  let context = basisOf(condition);
  let ngram = combine(context, symbols[index]);
  for (let length = 0; length < order && length <= index; length++) {
    if (length > 0) {
      context = combine(context, symbols[index - length]);
      ngram = combine(ngram, symbols[index - length]);
    }
    const place = counts.find(context);
    const types = place < 0 ? 0 : places[place + 3];
    if (types === 0) break;
    const seen = counts.find(ngram);
    const count = seen < 0 ? 0 : places[seen + 1];
    probability = (count + types * probability) / (places[place + 2] + types);
  }
  return probability;
}

/** Adds a training sequence's n-grams to the counts of a model in the making. */
export function countNgrams(counts: NgramCounts, order: number, { condition, symbols, from, to }: Sequence): void {
  const add = (key: number, field: number) => {
    const at = counts.placeOf(key) + field;
    counts.places[at] = counts.places[at] + 1;
    return counts.places[at];
  };
  const basis = basisOf(condition);
  for (let index = from; index < to; index++) {
    let context = basis;
    let ngram = combine(basis, symbols[index]);
    for (let length = 0; length < order && length <= index; length++) {
      if (length > 0) {
        context = combine(context, symbols[index - length]);
        ngram = combine(ngram, symbols[index - length]);
      }
      if (add(ngram, 1) === 1) add(context, 3);
      add(context, 2);
    }
  }
}
