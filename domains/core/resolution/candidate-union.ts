import { type Candidate, STRATEGIES, type StrategyName } from './strategies/strategy.js';

const STRATEGY_COUNT = STRATEGIES.length;
const FIRST_CAPACITY = 64;

/**
 * The candidates of all strategies for one query, each row once, in the order in which they were first found. Its arrays
 * are used again for the next query, after `clear`; only their first `count` entries count.
 */
export class CandidateUnion {
  count = 0;
  /** `[count]`: rows of the entity table. */
  rows = new Uint32Array(FIRST_CAPACITY);
  /** `[count, STRATEGIES.length]`, row-major: each strategy's score; 0 where it did not find the row. */
  scores = new Float32Array(FIRST_CAPACITY * STRATEGY_COUNT);
  /** The same of places, 1 for a strategy's best candidate; 0 where it did not find the row. */
  places = new Uint16Array(FIRST_CAPACITY * STRATEGY_COUNT);
  /** The strategies that ran, as bits by their index in STRATEGIES: one that ran may have found nothing. */
  ran = 0;

  clear(): void {
    this.scores.fill(0, 0, this.count * STRATEGY_COUNT);
    this.places.fill(0, 0, this.count * STRATEGY_COUNT);
    this.count = 0;
    this.ran = 0;
  }

  /** Adds what a strategy found, best first. */
  add(strategy: StrategyName, candidates: readonly Candidate[]): void {
    const column = STRATEGIES.indexOf(strategy);
    this.ran |= 1 << column;
    const known = this.count;
    for (let place = 0; place < candidates.length; place++) {
      const { row, score } = candidates[place];
      let at = this.rows.indexOf(row);
      // Behind `known` stand this strategy's own rows, which are all different, and an earlier query's.
      if (at < 0 || at >= known) at = this.#append(row);
      this.scores[at * STRATEGY_COUNT + column] = score;
      this.places[at * STRATEGY_COUNT + column] = place + 1;
    }
  }

  /** Whether a strategy found the candidate at a place of this union. */
  isFoundBy(at: number, strategy: StrategyName): boolean {
    return this.places[at * STRATEGY_COUNT + STRATEGIES.indexOf(strategy)] > 0;
  }

  #append(row: number): number {
    if (this.count === this.rows.length) this.#grow();
    this.rows[this.count] = row;
    return this.count++;
  }

  #grow(): void {
    const [{ rows, scores, places }, capacity] = [this, 2 * this.count];
    this.rows = new Uint32Array(capacity);
    this.rows.set(rows);
    this.scores = new Float32Array(capacity * STRATEGY_COUNT);
    this.scores.set(scores);
    this.places = new Uint16Array(capacity * STRATEGY_COUNT);
    this.places.set(places);
  }
}
