import { hashText } from '../../../domains/core/numeric/hash.js';
import { nameKey } from '../../../domains/core/resolution/entities/name-words.js';
import { MOST_WORDS } from '../../../domains/core/resolution/strategies/memory/memory.js';
import { type MemoryIndex, PARTS_OF_REQUEST } from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import { NluError } from '../../../serving/errors.js';

/** An entity that a customer took for a query. */
export interface Accepted {
  /** Normalised words of the query. */
  readonly words: readonly string[];
  /** The entity's id. */
  readonly id: string;
  /** Tells customers apart, and nothing else of them. */
  readonly customer: string;
  /** When, in ms since 1970. */
  readonly time: number;
  /** Requests that it counts for: 1, less where it is not sure that it was accepted. */
  readonly weight: number;
}

export interface CountSettings {
  /** The moment for which the counts are to hold, in ms since 1970. */
  readonly asOf: number;
  /** After so many days an accepted request counts half. */
  readonly halfLifeDays: number;
  /** What fewer customers accepted for a query is in no count: it could tell of one of them. */
  readonly leastCustomers?: number;
}

/** An entity's count for a query's key. */
export interface KeyCount {
  readonly key: number;
  readonly row: number;
  /** Accepted requests, decayed. */
  readonly count: number;
}

const DAY_MS = 86_400_000;
const LEAST_CUSTOMERS = 5;

interface Count {
  readonly key: number;
  readonly id: string;
  count: number;
  /** Fingerprints of customers, no more than are asked for; none once they are enough. */
  customers: Set<number> | undefined;
}

/** Counts which entities were accepted for which queries; keeps fingerprints of queries and customers, and no text. */
export class AcceptedCounts {
  readonly #counts = new Map<string, Count>();
  readonly #asOf: number;
  readonly #halfLifeMs: number;
  readonly #leastCustomers: number;

  constructor({ asOf, halfLifeDays, leastCustomers = LEAST_CUSTOMERS }: CountSettings) {
    this.#asOf = asOf;
    this.#halfLifeMs = halfLifeDays * DAY_MS;
    this.#leastCustomers = leastCustomers;
  }

  /**
   * Counts one request. Words of no letters and queries of more than sixteen words are not remembered; a request that is
   * younger than `asOf` counts in full.
   * @throws NluError INVALID_ARGUMENT for a time or weight that is no number, or a weight below 0
   */
  add({ words, id, customer, time, weight }: Accepted): void {
    if (!Number.isFinite(time)) throw wrong(`time: ${time} is no moment`);
    if (!Number.isFinite(weight) || weight < 0) throw wrong(`weight: ${weight} is no number of requests`);
    const key = words.length > MOST_WORDS ? undefined : nameKey(words);
    if (key === undefined) return;
    const count = this.#countOf(key, id);
    count.count += weight * this.#decay(time);
    if (!count.customers) return;
    count.customers.add(hashText(customer));
    if (count.customers.size >= this.#leastCustomers) count.customers = undefined;
  }

  /** Adds the counts of an index that was released, whose customers were enough. */
  addReleased(index: MemoryIndex, idOf: (row: number) => string): void {
    const decay = this.#decay(index.asOf);
    for (let entry = 0; entry < index.keys.length; entry++) {
      const count = this.#countOf(index.keys[entry]!, idOf(index.rows[entry]!));
      count.count += (index.counts[entry]! / PARTS_OF_REQUEST) * decay;
      count.customers = undefined;
    }
  }

  /**
   * The counts that enough customers stand behind.
   * @param rowOf the row of an id; undefined: the catalogue does not have it any more, and its counts are left out
   */
  *counts(rowOf: (id: string) => number | undefined): Generator<KeyCount> {
    for (const { key, id, count, customers } of this.#counts.values()) {
      if (customers) continue;
      const row = rowOf(id);
      if (row !== undefined && count > 0) yield { key, row, count };
    }
  }

  #countOf(key: number, id: string): Count {
    const both = `${key} ${id}`;
    const known = this.#counts.get(both);
    if (known) return known;
    const count: Count = { key, id, count: 0, customers: new Set() };
    this.#counts.set(both, count);
    return count;
  }

  #decay(time: number): number {
    return 2 ** -(Math.max(0, this.#asOf - time) / this.#halfLifeMs);
  }
}

function wrong(problem: string): NluError {
  return new NluError('INVALID_ARGUMENT', `accepted entity, ${problem}`);
}
