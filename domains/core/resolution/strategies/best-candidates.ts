import type { Candidate } from './strategy.js';

/** Keeps the best few of many candidates: higher scores first, equal scores in the order of rows. */
export class BestCandidates {
  #rows: Uint32Array = new Uint32Array(0);
  #scores: Float64Array = new Float64Array(0);
  #count = 0;
  #depth = 0;

  /** Begins anew. */
  begin(depth: number): void {
    if (this.#rows.length < depth) {
      this.#rows = new Uint32Array(depth);
      this.#scores = new Float64Array(depth);
    }
    this.#depth = depth;
    this.#count = 0;
  }

  /** What a score has to reach for a place among the best. */
  get least(): number {
    return this.#count < this.#depth ? 0 : this.#scores[this.#count - 1];
  }

  /** The score at a place, from 0; 0 where there are fewer rows. */
  scoreAt(place: number): number {
    return place < this.#count ? this.#scores[place] : 0;
  }

  /** The rows, increasing. */
  rows(): Uint32Array {
    return this.#rows.slice(0, this.#count).sort();
  }

  /** Offers a row; each once. */
  offer(row: number, score: number): void {
    if (this.#depth === 0) return;
    if (this.#count === this.#depth) {
      if (!this.#isBetter(row, score, this.#count - 1)) return;
      this.#count--;
    }
    let at = this.#count++;
    for (; at > 0 && this.#isBetter(row, score, at - 1); at--) {
      this.#rows[at] = this.#rows[at - 1];
      this.#scores[at] = this.#scores[at - 1];
    }
    this.#rows[at] = row;
    this.#scores[at] = score;
  }

  /** Best first. */
  list(): Candidate[] {
    const candidates: Candidate[] = [];
    for (let at = 0; at < this.#count; at++) candidates.push({ row: this.#rows[at], score: this.#scores[at] });
    return candidates;
  }

  #isBetter(row: number, score: number, than: number): boolean {
    return score > this.#scores[than] || (score === this.#scores[than] && row < this.#rows[than]);
  }
}
