import { combine } from '../recognizer/hash.js';
import type { CountTable } from './count-table.js';
import type { NgramMemo } from './ngram-memo.js';

const TOTAL = 0x70747431;
const TYPES = 0x79706573;

/** Counts of n-grams, and under other keys each context's total and number of different continuations. */
export interface NgramModel {
  /** Longest n-gram, at least 1. */
  readonly order: number;
  /** Size of the alphabet: at the bottom every symbol has 1 / alphabet. */
  readonly alphabet: number;
  readonly counts: CountTable;
  /** Where there is one, answers are remembered. */
  readonly memo?: NgramMemo;
}

/** Symbols of which those from `from` on are scored, under `condition`: one of the distributions that share a model. */
export interface Sequence {
  readonly condition: number;
  readonly symbols: readonly number[];
  readonly from: number;
}

/**
 * Natural log of P(sequence), by Witten-Bell interpolation down to the uniform distribution (Chen and Goodman 1998, §2.6):
 * P(w | c) = (count(c, w) + types(c) P(w | c')) / (total(c) + types(c)), with c' one symbol shorter than c.
 */
export function logProbability(model: NgramModel, { condition, symbols, from }: Sequence): number {
  const { memo } = model;
  let sum = 0;
  for (let index = from; index < symbols.length; index++) {
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
  symbols: readonly number[],
  index: number,
): number {
  let probability = 1 / alphabet;
  for (let length = 0; length < order && length <= index; length++) {
    const context = contextKey(condition, symbols, index - length, index);
    const types = counts.get(combine(context, TYPES));
    if (types === 0) break;
    const total = counts.get(combine(context, TOTAL));
    const count = counts.get(combine(context, symbols[index]!));
    probability = (count + types * probability) / (total + types);
  }
  return probability;
}

/** Adds a training sequence's n-grams to the counts of a model in the making. */
export function countNgrams(counts: Map<number, number>, order: number, { condition, symbols, from }: Sequence): void {
  const add = (key: number) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
  for (let index = from; index < symbols.length; index++) {
    for (let length = 0; length < order && length <= index; length++) {
      const context = contextKey(condition, symbols, index - length, index);
      if (add(combine(context, symbols[index]!)) === 1) add(combine(context, TYPES));
      add(combine(context, TOTAL));
    }
  }
}

function contextKey(condition: number, symbols: readonly number[], start: number, end: number): number {
  let key = combine(condition, end - start);
  for (let index = start; index < end; index++) key = combine(key, symbols[index]!);
  return key;
}
