import { logSumExp } from '../../../serving/numeric/log-odds.js';
import type { Moves } from './moves.js';

/**
 * A linear chain's log-potentials. Emissions are `[T, L]` row-major, read with a row stride and an offset so that one
 * matrix may hold several chains side by side; start is `[L]`, -Infinity forbids. T may be 0: then the one path is
 * empty, with score 0.
 */
export interface Lattice {
  readonly length: number;
  readonly labels: number;
  readonly emissions: ArrayLike<number>;
  readonly stride: number;
  readonly offset: number;
  readonly moves: Moves;
  readonly start: ArrayLike<number>;
}

/**
 * Outside of this range a scaled recursion would lose digits, or the only way that is left later: then logarithms are
 * used.
 */
const SAFE = { least: 1e-200, most: 1e200 } as const;

// Forward variables of two positions; every call uses them again.
let alpha = new Float64Array(64);
let next = new Float64Array(64);

/** log of the sum over all paths of exp(score), by the forward recursion. */
export function logPartition(lattice: Lattice): number {
  if (lattice.length === 0) return 0;
  reserve(lattice.labels);
  const scaled = scaledPartition(lattice);
  return Number.isNaN(scaled) ? partitionByLogarithms(lattice) : scaled;
}

/**
 * The score of one label sequence `[T]`, which is a term of the sum in `logPartition`.
 * @param transitions `[L, L]`, from row to column
 */
export function pathScore(lattice: Lattice, transitions: ArrayLike<number>, path: ArrayLike<number>): number {
  const { length, labels, emissions, stride, offset, start } = lattice;
  let score = 0;
  for (let position = 0; position < length; position++) {
    const label = path[position];
    score += position === 0 ? start[label] : transitions[path[position - 1] * labels + label];
    score += emissions[position * stride + offset + label];
  }
  return score;
}

/**
 * The recursion on probabilities that sum to 1 at every position (Rabiner 1989, §V.A); NaN where numbers leave SAFE.
 */
function scaledPartition({ length, labels, emissions, stride, offset, moves, start }: Lattice): number {
  const { starts, from, potentials } = moves;
  let logarithm = 0;
  for (let position = 0; position < length; position++) {
    const row = position * stride + offset;
    let max = -Infinity;
    for (let label = 0; label < labels; label++) if (emissions[row + label] > max) max = emissions[row + label];
    let sum = 0;
    for (let label = 0; label < labels; label++) {
      let total = 0;
      if (position === 0) total = Math.exp(start[label]);
      else
        for (let move = starts[label]; move < starts[label + 1]; move++) total += alpha[from[move]] * potentials[move];
      const value = total * Math.exp(emissions[row + label] - max);
      if (total > 0 && value < SAFE.least) return Number.NaN;
      next[label] = value;
      sum += value;
    }
    if (!(sum > SAFE.least && sum < SAFE.most)) return Number.NaN;
    logarithm += max + Math.log(sum);
    const scale = 1 / sum;
    for (let label = 0; label < labels; label++) next[label] = next[label] * scale;
    [alpha, next] = [next, alpha];
  }
  return logarithm;
}

function partitionByLogarithms({ length, labels, emissions, stride, offset, moves, start }: Lattice): number {
  const { starts, from, scores } = moves;
  for (let label = 0; label < labels; label++) alpha[label] = start[label] + emissions[offset + label];
  for (let position = 1; position < length; position++) {
    for (let label = 0; label < labels; label++) {
      const first = starts[label];
      const ways = Array.from({ length: starts[label + 1] - first }, (_, way) => {
        return alpha[from[first + way]] + scores[first + way];
      });
      next[label] = logSumExp(ways) + emissions[position * stride + offset + label];
    }
    [alpha, next] = [next, alpha];
  }
  return logSumExp(alpha.subarray(0, labels));
}

function reserve(labels: number): void {
  if (alpha.length >= labels) return;
  alpha = new Float64Array(2 * labels);
  next = new Float64Array(2 * labels);
}
