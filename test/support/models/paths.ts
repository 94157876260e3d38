import type { Lattice } from '../../../domains/core/recognizer/lattice.js';
import type { Path } from '../../../domains/core/recognizer/n-best.js';

/** A lattice with its transitions `[L, L]`, -Infinity where forbidden. */
export type Trellis = Omit<Lattice, 'moves'> & { readonly transitions: ArrayLike<number> };

/**
 * Every label sequence of a lattice that no -Infinity forbids, with its score: the slow and certain way to check
 * decoding.
 */
export function everyPath(lattice: Trellis): Path[] {
  const { length, labels, emissions, stride, offset, transitions, start } = lattice;
  let paths: { labels: number[]; score: number }[] = [{ labels: [], score: 0 }];
  for (let position = 0; position < length; position++) {
    paths = paths.flatMap((path) =>
      Array.from({ length: labels }, (_, label) => {
        const move = position === 0 ? start[label] : transitions[path.labels[position - 1] * labels + label];
        return {
          labels: [...path.labels, label],
          score: path.score + move + emissions[position * stride + offset + label],
        };
      }),
    );
  }
  return paths
    .filter(({ score }) => score > Number.NEGATIVE_INFINITY)
    .map(({ labels: path, score }) => ({ labels: Uint8Array.from(path), score }));
}

/** log of the sum of exp(score), directly: for scores near 0. */
export function logTotal(scores: readonly number[]): number {
  return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0));
}
