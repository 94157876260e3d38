/**
 * A linear chain's log-potentials. Emissions are `[T, L]` row-major, read with a row stride and an offset so that one
 * matrix may hold several chains side by side; transitions are `[L, L]` from row to column; start is `[L]`.
 * -Infinity forbids. T may be 0: then the one path is empty, with score 0.
 */
export interface Lattice {
  readonly length: number;
  readonly labels: number;
  readonly emissions: ArrayLike<number>;
  readonly stride: number;
  readonly offset: number;
  readonly transitions: ArrayLike<number>;
  readonly start: ArrayLike<number>;
}

/** One label sequence with its score (sum of log-potentials). */
export interface Path {
  readonly labels: Uint8Array;
  readonly score: number;
}

/** log of the sum over all paths of exp(score), by the forward recursion. */
export function logPartition(lattice: Lattice): number {
  const { length, labels, emissions, stride, offset, transitions, start } = lattice;
  if (length === 0) return 0;
  let alpha = new Float64Array(labels);
  let next = new Float64Array(labels);
  for (let label = 0; label < labels; label++) alpha[label] = start[label]! + emissions[offset + label]!;
  for (let position = 1; position < length; position++) {
    // Shifting by the maximum keeps exp() in range; one exp a cell of alpha, one multiplication an arc would need exp(transitions).
    for (let label = 0; label < labels; label++) {
      let max = -Infinity;
      for (let previous = 0; previous < labels; previous++) {
        const score = alpha[previous]! + transitions[previous * labels + label]!;
        if (score > max) max = score;
      }
      let sum = 0;
      for (let previous = 0; previous < labels; previous++) {
        const difference = alpha[previous]! + transitions[previous * labels + label]! - max;
        if (difference > -40) sum += Math.exp(difference);
      }
      next[label] = max + Math.log(sum) + emissions[position * stride + offset + label]!;
    }
    [alpha, next] = [next, alpha];
  }
  return logSumExp(alpha);
}

/** log(sum(exp(values))); -Infinity for an empty list or one of -Infinity only. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = -Infinity;
  for (let index = 0; index < values.length; index++) if (values[index]! > max) max = values[index]!;
  if (max === -Infinity) return -Infinity;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index]! - max);
  return max + Math.log(sum);
}

/**
 * The n best paths, best first, exactly: every cell keeps its n best ways in (Viterbi over ranked lists).
 * Ties go to the lower previous label, then the lower rank. Fewer than n paths are returned when no more exist.
 */
export function nBestPaths(lattice: Lattice, n: number): Path[] {
  const { length, labels, emissions, stride, offset, transitions, start } = lattice;
  if (length === 0) return [{ labels: new Uint8Array(0), score: 0 }];
  const row = labels * n;
  const scores = new Float64Array(length * row).fill(-Infinity);
  const back = new Int32Array(length * row).fill(-1);
  for (let label = 0; label < labels; label++) scores[label * n] = start[label]! + emissions[offset + label]!;
  for (let position = 1; position < length; position++) {
    const above = (position - 1) * row;
    for (let label = 0; label < labels; label++) {
      const cell = position * row + label * n;
      const emission = emissions[position * stride + offset + label]!;
      for (let previous = 0; previous < labels; previous++) {
        const transition = transitions[previous * labels + label]! + emission;
        if (transition === -Infinity) continue;
        for (let rank = 0; rank < n; rank++) {
          const from = above + previous * n + rank;
          const score = scores[from]! + transition;
          if (!insert(scores, back, cell, n, score, previous * n + rank)) break;
        }
      }
    }
  }
  const lastRow = (length - 1) * row;
  const finals = Array.from({ length: row }, (_, index) => index)
    .filter((index) => scores[lastRow + index]! > -Infinity)
    .sort((a, b) => scores[lastRow + b]! - scores[lastRow + a]! || a - b)
    .slice(0, n);
  return finals.map((final) => {
    const path = new Uint8Array(length);
    let cell = final;
    for (let position = length - 1; position >= 0; position--) {
      path[position] = Math.floor(cell / n);
      cell = back[position * row + cell]!;
    }
    return { labels: path, score: scores[lastRow + final]! };
  });
}

/** Keeps the n best of a cell in order; false when the score doesn't make the list, as none after it would. */
function insert(scores: Float64Array, back: Int32Array, cell: number, n: number, score: number, from: number): boolean {
  if (!(score > scores[cell + n - 1]!)) return false;
  let place = cell + n - 1;
  while (place > cell && score > scores[place - 1]!) {
    scores[place] = scores[place - 1]!;
    back[place] = back[place - 1]!;
    place--;
  }
  scores[place] = score;
  back[place] = from;
  return true;
}
