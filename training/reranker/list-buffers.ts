import type { RankingTable } from './ranking-table.js';

/** The buffers of one list that losses read and write; the next list of the same length uses them again. */
export interface ListBuffers {
  /** `[n]` the list's scores. */
  readonly scores: Float64Array;
  /** `[n]` zeros for the gradient of a loss by the scores. */
  readonly gradient: Float64Array;
  /** `[1 + n]` zeros for the gradient by the list's own score, then by the scores. */
  readonly jointGradient: Float64Array;
  /** `[n]` the hypotheses' SemER. */
  readonly cost: Float64Array;
  /** `[n]` for the softmax of the scores. */
  readonly shares: Float64Array;
}

/**
 * Gives the buffers of a table's list, by its index, with its scores and costs filled in. A pass over the lists allocates
 * nothing.
 */
export function listBuffers({ starts, cost }: RankingTable): (index: number, allScores: Float64Array) => ListBuffers {
  const byLength: ListBuffers[] = [];
  return (index, allScores) => {
    const start = starts[index];
    const length = starts[index + 1] - start;
    byLength[length] ??= {
      scores: new Float64Array(length),
      gradient: new Float64Array(length),
      jointGradient: new Float64Array(1 + length),
      cost: new Float64Array(length),
      shares: new Float64Array(length),
    };
    const buffers = byLength[length];
    for (let row = 0; row < length; row++) {
      buffers.scores[row] = allScores[start + row];
      buffers.cost[row] = cost[start + row];
    }
    buffers.gradient.fill(0);
    buffers.jointGradient.fill(0);
    return buffers;
  };
}
