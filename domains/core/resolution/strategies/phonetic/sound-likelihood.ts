import { type CostTables, costTables, type SoundCosts } from './sound-costs.js';
import { MOST_UNITS, UNIT, UNITS, WORD_START } from './sound-units.js';

const S_UNIT = 19;

/**
 * How likely it is that a query is what was heard, or written, where names were meant: -log P(query | name), the cheapest
 * way alone, by dynamic programming over units. Words of the name may be missing, and words of the query be too many
 * between words of the name, at prices of their own.
 */
export class SoundLikelihood {
  readonly #costs: SoundCosts;
  readonly #tables: CostTables;
  readonly #query = new Uint8Array(MOST_UNITS);
  /** `[MOST_UNITS]`: cost of each unit of the query where the name does not have it. */
  readonly #added = new Int32Array(MOST_UNITS);
  /** `[MOST_UNITS + 1]`: where the word of the query began that ends before a place; -1 where none does. */
  readonly #wordFrom = new Int32Array(MOST_UNITS + 1);
  /** `[MOST_UNITS + 1]`: what a whole word too many costs that ends before a place. */
  readonly #wordAdded = new Int32Array(MOST_UNITS + 1);
  /** `[MOST_UNITS + 1]`: the least cost of the name's units so far and the first j of the query. */
  readonly #row = new Int32Array(MOST_UNITS + 1);
  /** The same where the name's word began. */
  readonly #before = new Int32Array(MOST_UNITS + 1);
  #length = 0;
  #background = 0;

  constructor(costs: SoundCosts) {
    this.#costs = costs;
    this.#tables = costTables(costs);
  }

  /** The cost of the query where nothing is known of what was meant. */
  get background(): number {
    return this.#background;
  }

  /** Begins with a query: units as `soundUnits` wrote them. */
  begin(units: Uint8Array, length: number): void {
    const { added, background } = this.#tables;
    this.#length = length;
    this.#background = 0;
    this.#wordFrom.fill(-1, 0, length + 1);
    let word = 0;
    for (let j = 0; j < length; j++) {
      const unit = units[j] & UNIT;
      this.#query[j] = unit;
      this.#added[j] = added[unit];
      this.#background += background[unit];
      if (j > 0 && units[j] >= WORD_START) {
        this.#endWord(word, j);
        word = j;
      }
    }
    if (length > 0) this.#endWord(word, length);
  }

  #endWord(from: number, end: number): void {
    this.#wordFrom[end] = from;
    this.#wordAdded[end] = this.#costs.wordAdded;
    for (let j = from; j < end; j++) this.#wordAdded[end] += this.#tables.background[this.#query[j]];
    if (end - from > 1 && this.#query[end - 1] === S_UNIT) {
      this.#added[end - 1] = Math.min(this.#added[end - 1], this.#costs.endingAdded);
    }
  }

  /**
   * The cost of the query where the name `[from, end)` of `names` was meant; at least `limit` where it is not below that.
   */
  cost(names: Uint8Array, from: number, end: number, limit: number): number {
    const { exchanged, dropped } = this.#tables;
    const { wordDropped } = this.#costs;
    const row = this.#row;
    const before = this.#before;
    const query = this.#query;
    const added = this.#added;
    const length = this.#length;
    let beforeLeast = 0;
    row[0] = 0;
    for (let j = 0; j < length; j++) row[j + 1] = row[j] + added[j];
    this.#skip();
    for (let i = from; i < end; i++) {
      const said = names[i];
      if (said >= WORD_START) {
        beforeLeast = limit;
        for (let j = 0; j <= length; j++) {
          before[j] = row[j];
          if (row[j] < beforeLeast) beforeLeast = row[j];
        }
      }
      const unit = said & UNIT;
      const drop = dropped[unit];
      const line = unit * UNITS;
      let diagonal = row[0];
      let left = diagonal + drop;
      row[0] = left;
      let least = left;
      for (let j = 0; j < length; j++) {
        const above = row[j + 1];
        let cost = diagonal + exchanged[line + query[j]];
        if (above + drop < cost) cost = above + drop;
        if (left + added[j] < cost) cost = left + added[j];
        row[j + 1] = cost;
        if (cost < least) least = cost;
        diagonal = above;
        left = cost;
      }
      if (i + 1 === end || names[i + 1] >= WORD_START) {
        for (let j = 0; j <= length; j++) {
          if (before[j] + wordDropped < row[j]) row[j] = before[j] + wordDropped;
        }
        this.#skip();
      }
      // A word that costs too much may still be left out.
      if (least >= limit && beforeLeast + wordDropped >= limit) return limit;
    }
    return row[length];
  }

  /** What the query has and the name does not: letters, and whole words. */
  #skip(): void {
    const row = this.#row;
    for (let end = 1; end <= this.#length; end++) {
      let cost = row[end - 1] + this.#added[end - 1];
      const from = this.#wordFrom[end];
      if (from >= 0 && row[from] + this.#wordAdded[end] < cost) cost = row[from] + this.#wordAdded[end];
      if (cost < row[end]) row[end] = cost;
    }
  }
}
