import type { Scored } from './scored.js';

/**
 * A figure of the form sum(numerators) / sum(denominators) over utterances: every rate and micro-average of ours. The
 * terms of each utterance are kept, so that a bootstrap can weigh utterances without scoring them again.
 */
export interface Ratio {
  /** [utterances] */
  readonly numerators: Float64Array;
  /** [utterances]; 0 where the utterance does not count. */
  readonly denominators: Float64Array;
}

/** The ratio whose terms `terms` gives for each utterance; undefined leaves the utterance out. */
export function ratioOver(
  scored: readonly Scored[],
  terms: (row: Scored) => readonly [numerator: number, denominator: number] | undefined,
): Ratio {
  const numerators = new Float64Array(scored.length);
  const denominators = new Float64Array(scored.length);
  for (const [index, row] of scored.entries()) [numerators[index], denominators[index]] = terms(row) ?? [0, 0];
  return { numerators, denominators };
}

/** The figure, with each utterance counted once or `weights[utterance]` times; NaN when nothing counts. */
export function ratioValue({ numerators, denominators }: Ratio, weights?: ArrayLike<number>): number {
  let above = 0;
  let below = 0;
  for (let index = 0; index < numerators.length; index++) {
    const weight = weights ? weights[index] : 1;
    above += weight * numerators[index];
    below += weight * denominators[index];
  }
  return above / below;
}
