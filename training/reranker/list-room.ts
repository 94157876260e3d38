import type { RankingTable } from './ranking-table.js';

/** The arrays of one list that losses read and write; the next list of the same length uses them again. */
export interface Room {
  /** `[n]` the list's scores. */
  readonly own: Float64Array;
  /** `[n]` zeros for their slopes. */
  readonly slope: Float64Array;
  /** `[1 + n]` zeros for the slopes of the list's own score and of theirs. */
  readonly joint: Float64Array;
  /** `[n]` the hypotheses' SemER. */
  readonly cost: Float64Array;
  /** `[n]` for their softmax. */
  readonly shares: Float64Array;
}

/** Lays the lists of a table out one after another, so that a pass over them allocates nothing. */
export function listRoom({ starts, cost }: RankingTable): (index: number, scores: Float64Array) => Room {
  const rooms: Room[] = [];
  return (index, scores) => {
    const start = starts[index];
    const length = starts[index + 1] - start;
    rooms[length] ??= {
      own: new Float64Array(length),
      slope: new Float64Array(length),
      joint: new Float64Array(1 + length),
      cost: new Float64Array(length),
      shares: new Float64Array(length),
    };
    const room = rooms[length];
    for (let row = 0; row < length; row++) {
      room.own[row] = scores[start + row];
      room.cost[row] = cost[start + row];
    }
    room.slope.fill(0);
    room.joint.fill(0);
    return room;
  };
}
