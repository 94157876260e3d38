import type { Candidate } from './strategy.js';

/**
 * Keeps the best few of many candidates: higher scores first, equal scores in the order of rows. A heap with the worst of
 * them at its root, so that a better one costs as many steps as the logarithm of how many are kept; it is sorted when it
 * is read.
 */
export class BestCandidates {
  #rows: Uint32Array = new Uint32Array(0);
  #scores: Float64Array = new Float64Array(0);
  #count = 0;
  #depth = 0;
  /** Whether the arrays are sorted, the worst first, which is a heap as well. */
  #isSorted = true;

  /** Begins anew. */
  begin(depth: number): void {
    if (this.#rows.length < depth) {
      this.#rows = new Uint32Array(depth);
      this.#scores = new Float64Array(depth);
    }
    this.#depth = depth;
    this.#count = 0;
    this.#isSorted = true;
  }

  /** What a score has to reach for a place among the best. */
  get least(): number {
    return this.#count < this.#depth ? 0 : this.#scores[0];
  }

  /** The score at a place, from 0; 0 where there are fewer rows. */
  scoreAt(place: number): number {
    this.#sort();
    return place < this.#count ? this.#scores[this.#count - 1 - place] : 0;
  }

  /** The rows, increasing. */
  rows(): Uint32Array {
    return this.#rows.slice(0, this.#count).sort();
  }

  /** Offers a row; each once. */
  offer(row: number, score: number): void {
    if (this.#depth === 0) return;
    if (this.#count === this.#depth) {
      const worst = this.#scores[0];
      if (score < worst || (score === worst && row > this.#rows[0])) return;
      this.#sink(row, score, this.#count);
    } else {
      this.#raise(row, score, this.#count++);
    }
    this.#isSorted = false;
  }

  /** Best first. */
  list(): Candidate[] {
    this.#sort();
    const candidates: Candidate[] = [];
    for (let at = this.#count - 1; at >= 0; at--) candidates.push({ row: this.#rows[at], score: this.#scores[at] });
    return candidates;
  }

  /** Puts a candidate at a leaf, or above the parents that are better. */
  #raise(row: number, score: number, leaf: number): void {
    const [rows, scores] = [this.#rows, this.#scores];
    let at = leaf;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (scores[parent] < score || (scores[parent] === score && rows[parent] > row)) break;
      rows[at] = rows[parent];
      scores[at] = scores[parent];
      at = parent;
    }
    rows[at] = row;
    scores[at] = score;
  }

  /** Puts a candidate in place of the root of a heap of so many, or below the children that are worse. */
  #sink(row: number, score: number, count: number): void {
    const [rows, scores] = [this.#rows, this.#scores];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      const other = child + 1;
      if (
        other < count &&
        (scores[other] < scores[child] || (scores[other] === scores[child] && rows[other] > rows[child]))
      ) {
        child = other;
      }
      if (scores[child] > score || (scores[child] === score && rows[child] < row)) break;
      rows[at] = rows[child];
      scores[at] = scores[child];
      at = child;
    }
    rows[at] = row;
    scores[at] = score;
  }

  #sort(): void {
    if (this.#isSorted) return;
    const [rows, scores] = [this.#rows, this.#scores];
    // The root goes behind the heap, time after time: the worst stands last.
    for (let end = this.#count - 1; end > 0; end--) {
      const [row, score] = [rows[end], scores[end]];
      [rows[end], scores[end]] = [rows[0], scores[0]];
      this.#sink(row, score, end);
    }
    rows.subarray(0, this.#count).reverse();
    scores.subarray(0, this.#count).reverse();
    this.#isSorted = true;
  }
}
