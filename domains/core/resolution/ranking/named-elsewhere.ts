import type { QueryShape } from './name-shape.js';

/**
 * Creators that a query names and that other candidates have: "thriller adele" names the creator of other works than
 * Thriller. Words of a query are bits, as `NameLikeness.words` has them.
 */
export class NamedElsewhere {
  /** By candidate: the query's words that its title and its best creator have. */
  readonly #own: number[] = [];
  /** The query's words that are the whole name of some candidate's creator, each set once. */
  readonly #creators: number[] = [];

  clear(): void {
    this.#own.length = this.#creators.length = 0;
  }

  /**
   * Adds the next candidate.
   * @param creator words that are the whole name of its creator; 0 for none
   */
  add(own: number, creator: number): void {
    this.#own.push(own);
    if (creator !== 0 && !this.#creators.includes(creator)) this.#creators.push(creator);
  }

  /** The largest share of the query's letters that name a creator of another candidate, and nothing of this one. */
  shareOf(candidate: number, query: QueryShape): number {
    const own = this.#own[candidate];
    let most = 0;
    for (const creator of this.#creators) {
      // One that is named in part by this candidate's own words may be the same by another spelling.
      if ((creator & own) === 0) most = Math.max(most, query.share(creator));
    }
    return most;
  }
}
