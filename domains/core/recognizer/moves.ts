/**
 * The legal moves of a chain, grouped by the label that they lead to, and within a group by the label that they come
 * from.
 */
export interface Moves {
  /** `[L + 1]`: the moves to label l stand from `starts[l]` to `starts[l + 1]`. */
  readonly starts: Int32Array;
  /** `[M]` the label that a move comes from. */
  readonly from: Int32Array;
  /** `[M]` log-potentials. */
  readonly scores: Float64Array;
  /** `[M]` their exponentials, so that sums over paths need one exp per cell and none per move. */
  readonly potentials: Float64Array;
}

/** The moves of a matrix of transitions `[L, L]`, from row to column, that are not -Infinity. */
export function movesOf(transitions: ArrayLike<number>, labels: number): Moves {
  const starts = new Int32Array(labels + 1);
  const from: number[] = [];
  const scores: number[] = [];
  for (let label = 0; label < labels; label++) {
    for (let previous = 0; previous < labels; previous++) {
      const score = transitions[previous * labels + label];
      if (score === -Infinity) continue;
      from.push(previous);
      scores.push(score);
    }
    starts[label + 1] = from.length;
  }
  return {
    starts,
    from: Int32Array.from(from),
    scores: Float64Array.from(scores),
    potentials: Float64Array.from(scores, Math.exp),
  };
}
