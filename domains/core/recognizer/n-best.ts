import type { Lattice } from './lattice.js';

/** One label sequence with its score (sum of log-potentials). */
export interface Path {
  readonly labels: Uint8Array;
  readonly score: number;
}

/**
 * The n best paths, best first, exactly: one Viterbi pass, then the ways into a cell are ranked only as far as a path
 * asks for them (Huang and Chiang 2005, algorithm 3). Ties go to the lower previous label, then the lower rank. Fewer
 * than n paths are returned when no more exist, or no more with a score above `least`.
 */
export function nBestPaths(lattice: Lattice, n: number, least = -Infinity): Path[] {
  if (lattice.length === 0) return least < 0 ? [{ labels: new Uint8Array(0), score: 0 }] : [];
  search.begin(lattice, n);
  return search.paths(least);
}

/**
 * The cells of one search. Cell (t, l) is number t * L + l; the r-th best way into it stands at cell * n + r of
 * `scores` and `back`. Every legal move into a cell keeps the rank of the previous cell that it offers next, and its
 * score.
 */
class Search {
  /** Set by `begin`, before any path is asked for. */
  #lattice!: Lattice;
  #n = 0;
  #scores = new Float64Array(0);
  /** The way at the previous position that a way continues: label * n + rank. */
  #back = new Int32Array(0);
  /** `[T, L]` ways ranked so far. */
  #ranked = new Int32Array(0);
  /** `[T, L]` 1 where no more ways exist. */
  #exhausted = new Uint8Array(0);
  /** `[T, M]` the rank that a move offers, and its score; made when a cell's second way is asked for. */
  #offered = new Int32Array(0);
  #offers = new Float64Array(0);

  /** The Viterbi pass: the best way into every cell. */
  begin(lattice: Lattice, n: number): void {
    const { length, labels, emissions, stride, offset, moves, start } = lattice;
    const { starts, from, scores } = moves;
    this.#lattice = lattice;
    this.#n = n;
    this.#reserve(length * labels, length * from.length, n);
    this.#exhausted.fill(0, 0, length * labels);
    for (let label = 0; label < labels; label++) {
      const score = start[label] + emissions[offset + label];
      this.#scores[label * n] = score;
      this.#ranked[label] = score > -Infinity ? 1 : 0;
    }
    for (let position = 1; position < length; position++) {
      const above = (position - 1) * labels;
      for (let label = 0; label < labels; label++) {
        const emission = emissions[position * stride + offset + label];
        let best = -Infinity;
        let origin = -1;
        for (let move = starts[label]; move < starts[label + 1]; move++) {
          const previous = from[move];
          if (this.#ranked[above + previous] === 0) continue;
          const score = this.#scores[(above + previous) * n] + (scores[move] + emission);
          if (score > best) {
            best = score;
            origin = previous;
          }
        }
        const cell = above + labels + label;
        this.#scores[cell * n] = best;
        this.#back[cell * n] = origin * n;
        this.#ranked[cell] = origin < 0 ? 0 : 1;
      }
    }
  }

  paths(least: number): Path[] {
    const { length, labels } = this.#lattice;
    const last = length - 1;
    const ranks = new Int32Array(labels);
    const paths: Path[] = [];
    while (paths.length < this.#n) {
      let best = least;
      let end = -1;
      for (let label = 0; label < labels; label++) {
        if (ranks[label] >= this.#ranked[last * labels + label]) continue;
        const score = this.#scores[(last * labels + label) * this.#n + ranks[label]];
        if (score > best) {
          best = score;
          end = label;
        }
      }
      if (end < 0) break;
      paths.push({ labels: this.#trace(last, end, ranks[end]), score: best });
      ranks[end] = ranks[end] + 1;
      if (paths.length < this.#n) this.#rank(last, end, ranks[end]);
    }
    return paths;
  }

  #trace(last: number, end: number, rank: number): Uint8Array {
    const { labels } = this.#lattice;
    const path = new Uint8Array(last + 1);
    let way = end * this.#n + rank;
    for (let position = last; position >= 0; position--) {
      path[position] = Math.floor(way / this.#n);
      way = this.#back[position * labels * this.#n + way];
    }
    return path;
  }

  /** Ranks the ways into a cell up to `rank`, the next after those ranked; false when there is no such way. */
  #rank(position: number, label: number, rank: number): boolean {
    const { labels, moves } = this.#lattice;
    const { starts, from } = moves;
    const cell = position * labels + label;
    if (this.#ranked[cell] > rank) return true;
    if (position === 0 || rank >= this.#n || this.#ranked[cell] === 0 || this.#exhausted[cell] === 1) return false;
    const row = position * from.length;
    const first = starts[label];
    const end = starts[label + 1];
    if (rank === 1) for (let move = first; move < end; move++) this.#offer(position, label, move, 0);
    const taken = this.#back[cell * this.#n + rank - 1];
    let move = first;
    while (from[move] !== Math.floor(taken / this.#n)) move++;
    this.#offer(position, label, move, this.#offered[row + move] + 1);
    let best = -Infinity;
    let origin = -1;
    for (let other = first; other < end; other++) {
      if (this.#offers[row + other] > best) {
        best = this.#offers[row + other];
        origin = other;
      }
    }
    if (origin < 0) {
      this.#exhausted[cell] = 1;
      return false;
    }
    this.#scores[cell * this.#n + rank] = best;
    this.#back[cell * this.#n + rank] = from[origin] * this.#n + this.#offered[row + origin];
    this.#ranked[cell] = rank + 1;
    return true;
  }

  /** Makes a move offer the `rank`-th way into the cell that it comes from; nothing when there is none. */
  #offer(position: number, label: number, move: number, rank: number): void {
    const { labels, emissions, stride, offset, moves } = this.#lattice;
    const previous = moves.from[move];
    const place = position * moves.from.length + move;
    this.#offered[place] = rank;
    this.#offers[place] = this.#rank(position - 1, previous, rank)
      ? this.#scores[((position - 1) * labels + previous) * this.#n + rank] +
        (moves.scores[move] + emissions[position * stride + offset + label])
      : -Infinity;
  }

  #reserve(cells: number, moves: number, n: number): void {
    if (this.#scores.length < cells * n) {
      this.#scores = new Float64Array(2 * cells * n);
      this.#back = new Int32Array(2 * cells * n);
    }
    if (this.#ranked.length < cells) {
      this.#ranked = new Int32Array(2 * cells);
      this.#exhausted = new Uint8Array(2 * cells);
    }
    if (this.#offers.length < moves) {
      this.#offers = new Float64Array(2 * moves);
      this.#offered = new Int32Array(2 * moves);
    }
  }
}

/** Decoding is synchronous, so a thread needs one search at a time, and its arrays are used again. */
const search = new Search();
