import type { Vocabularies } from './encode.js';
import { labelCount, mayFollow } from './labels.js';
import { type Moves, movesOf } from './moves.js';

/** Everything of a trained recognizer but the weights of its features, which are in graphs or tables. */
export interface RecognizerModel {
  readonly vocabularies: Vocabularies;
  /** The slot taggers; their intents, one chain's after another's, are in the order of the classifiers' logits. */
  readonly chains: readonly Chain[];
}

/**
 * The slot tagger of the intents that have the same slots: what is added to a list and what is removed from it is said in
 * the same words. Its slots, and the log-potentials between its labels; illegal moves are -Infinity.
 */
export interface Chain {
  readonly intents: readonly string[];
  readonly slots: readonly string[];
  /** `[L, L]` row-major, from row to column. */
  readonly transitions: Float64Array;
  /** `[L]`. */
  readonly start: Float64Array;
  /** The transitions that are legal. */
  readonly moves: Moves;
}

/** A chain of learned values, with -Infinity on every move that BIO forbids. */
export function constrain(
  intents: readonly string[],
  slots: readonly string[],
  transitions: ArrayLike<number>,
  start: ArrayLike<number>,
): Chain {
  const labels = labelCount(slots);
  const legal = Float64Array.from({ length: labels * labels }, (_, index) =>
    mayFollow(Math.floor(index / labels), index % labels) ? transitions[index] : -Infinity,
  );
  return {
    intents,
    slots,
    transitions: legal,
    start: Float64Array.from({ length: labels }, (_, label) => (mayFollow(-1, label) ? start[label] : -Infinity)),
    moves: movesOf(legal, labels),
  };
}

/** All intents of the taggers, in the order of the classifiers' logits. */
export function intentsOf(chains: readonly Chain[]): string[] {
  return chains.flatMap(({ intents }) => intents);
}
