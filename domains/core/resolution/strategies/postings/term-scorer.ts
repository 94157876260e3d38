import { ENTITY_FIELDS, type EntityField } from '../../entities/entity.js';
import type { EntityTable } from '../../entities/entity-table.js';
import { BestCandidates } from '../best-candidates.js';
import { SortedKeys } from '../sorted-keys.js';
import { BM25F, occurrenceWeights, saturated } from './bm25f.js';
import { championsOf } from './champions.js';
import type { PostingIndex } from './posting-index.js';
import { TermOccurrences } from './term-occurrences.js';
import type { QueryStyle } from './term-weight.js';
import { type WantedTerm, wantedTerms } from './wanted-terms.js';

/** Bounds of one query's work, which hold whatever it asks and however many rows there are. */
export interface WorkLimits {
  /** The rarest term is read as a whole up to so many postings; of a longer one the champions alone are candidates. */
  readonly first: number;
  /** Postings of all further terms that are read as a whole; beyond, a term is looked up in the best candidates alone. */
  readonly further: number;
  /** The candidates in which terms are looked up. */
  readonly probed: number;
  /** The lists that are looked up in them; terms beyond, the commonest of a long query, count nothing. */
  readonly probes: number;
}

const LIMITS: WorkLimits = { first: 32_768, further: 16_384, probed: 128, probes: 48 };
/** A shorter list is read rather than that anything is asked about it. */
const SHORT = 256;
/** Rows that stand for lists too long to be read, at most. */
const MOST_CHAMPIONS = 512;
/** Bits of a mask. */
const MOST_BITS = 31;

/**
 * Scores rows by the terms of a query, rarest first (BM25F). One query at a time: `begin`, then `want` for each part of it,
 * then `run`; `rows`, `scoreOf` and `matches` are of this query until the next `begin`.
 */
export class TermScorer {
  readonly #index: PostingIndex;
  readonly #table: EntityTable;
  readonly #limits: WorkLimits;
  readonly #sorted: SortedKeys;
  readonly #champions: ReadonlyMap<number, Uint32Array>;
  /** By field and length: what one occurrence weighs, and what it adds where it is the only one, in shares of the idf. */
  readonly #weights: readonly Float32Array[];
  readonly #shares: readonly Float32Array[];

  /** `[count]`, 0 for a row that has no term. */
  readonly #scores: Float32Array;
  /** `[count]`: the terms that a row has, as bits. */
  readonly #masks: Uint32Array;
  /** The rows that have a score, `#size` of them. */
  readonly #rows: Uint32Array;
  #size = 0;
  /** One term's occurrences in all fields, while it is read. */
  readonly #occurrences: TermOccurrences;
  readonly #best = new BestCandidates();
  #wanted: WantedTerm[] = [];
  /** The rows that all terms were looked up in, where some were looked up. */
  #found: Uint32Array | undefined;
  /** By kind: 1 where it is wanted. */
  readonly #kinds: Uint8Array;
  #anyKind = true;
  #keepsMatches = false;

  /** @throws RangeError for an index that does not fit the table or itself */
  constructor(index: PostingIndex, table: EntityTable, limits: WorkLimits = LIMITS) {
    this.#index = index;
    this.#table = table;
    this.#limits = limits;
    this.#sorted = new SortedKeys(index.keys);
    this.#weights = occurrenceWeights(BM25F, index.lengths);
    this.#shares = this.#weights.map((weights) => weights.map((weight) => saturated(weight, BM25F.k1)));
    this.#kinds = new Uint8Array(table.kinds.length);
    this.#scores = new Float32Array(table.count);
    this.#masks = new Uint32Array(table.count);
    const most = Math.min(table.count, limits.first + limits.further);
    this.#rows = new Uint32Array(most);
    this.#occurrences = new TermOccurrences(index, this.#weights, table.count, most);
    this.#champions = this.#longLists();
  }

  /** The terms of the query that the index has, rarest first; the n-th has the n-th bit of a mask, up to the 31st. */
  get terms(): readonly WantedTerm[] {
    return this.#wanted;
  }

  /** The rows with a score, or, where terms were looked up in the best alone, these; in no order. */
  get rows(): Uint32Array {
    return this.#found ?? this.#rows.subarray(0, this.#size);
  }

  /** Whether a row is of a kind that is wanted. */
  isWanted(row: number): boolean {
    return this.#anyKind || this.#kinds[this.#table.kindOf(row)] === 1;
  }

  scoreOf(row: number): number {
    return this.#scores[row];
  }

  /** The terms that a row has, as bits, as far as they were looked up in it. */
  matches(row: number): number {
    return this.#masks[row];
  }

  /**
   * @param kinds that are wanted, as a query has them
   * @param keepsMatches whether `matches` will be asked for, which takes a second write for each posting
   */
  begin(kinds: readonly number[], keepsMatches = false): void {
    this.#anyKind = kinds.length === 0;
    this.#kinds.fill(0);
    for (const kind of kinds) this.#kinds[kind] = 1;
    for (let at = 0; at < this.#size; at++) {
      this.#scores[this.#rows[at]] = 0;
      if (this.#keepsMatches) this.#masks[this.#rows[at]] = 0;
    }
    this.#keepsMatches = keepsMatches;
    this.#size = 0;
    this.#found = undefined;
    this.#wanted = [];
  }

  /** Adds words that the fields should have. @param group what `terms` tells these words' terms apart by */
  want(words: readonly string[], fields: readonly EntityField[], group = 0, style: QueryStyle = 'name'): void {
    const terms = wantedTerms(this.#index, this.#sorted, this.#table.count, words, fields, group, style);
    if (terms.length > 0) this.#wanted.push(...terms);
  }

  /**
   * Scores. Once `depth` rows have more than any row beyond the best few could have with all further terms, these terms are
   * looked up in the best few alone.
   * @param depth the candidates that are wanted
   */
  run(depth: number): void {
    this.#wanted.sort((one, other) => one.postings - other.postings);
    let open = this.#wanted.reduce((sum, term) => sum + this.#most(term), 0);
    let left = this.#limits.further;
    const probed = Math.max(depth, this.#limits.probed);
    let unasked = 0;
    let isOffered = false;
    let next = 0;
    for (; next < this.#wanted.length; next++) {
      const term = this.#wanted[next];
      if (term.postings > (next === 0 ? this.#limits.first : left)) break;
      unasked += term.postings;
      if (term.postings > SHORT && 2 * unasked > this.#size) {
        unasked = 0;
        this.#offerAll(probed);
        isOffered = true;
        if (this.#best.scoreAt(depth - 1) > open + this.#best.scoreAt(probed - 1)) break;
      }
      if (next > 0) left -= term.postings;
      this.#readWhole(term, this.#bitOf(next));
      isOffered = false;
      open -= this.#most(term);
    }
    if (next === this.#wanted.length) return;
    if (this.#size > 0 && !isOffered) this.#offerAll(probed);
    this.#lookUp(next);
  }

  /** What a term adds to a row of the shortest fields. */
  #most({ fields, weight }: WantedTerm): number {
    let occurrence = 0;
    for (const field of fields) occurrence += this.#weights[field][1];
    return weight * saturated(occurrence, BM25F.k1);
  }

  /** Finds the best rows so far. */
  #offerAll(depth: number): void {
    const [scores, rows, best] = [this.#scores, this.#rows, this.#best];
    best.begin(depth);
    let least = 0;
    for (let at = 0; at < this.#size; at++) {
      const score = scores[rows[at]];
      if (score <= least || !this.isWanted(rows[at])) continue;
      best.offer(rows[at], score);
      least = best.least;
    }
  }

  /** Looks terms up, from the n-th on, in the best candidates; where no term was read, in the champions of the first. */
  #lookUp(from: number): void {
    const candidates = this.#size > 0 ? this.#best.rows() : this.#championRows(this.#wanted[from]);
    let probes = this.#limits.probes;
    for (let next = from; next < this.#wanted.length; next++) {
      const term = this.#wanted[next];
      probes -= term.lists.length;
      if (probes < 0) break;
      for (let at = 0; at < term.lists.length; at++) {
        this.#occurrences.probe(term.lists[at], term.fields[at], candidates);
      }
      this.#addOccurrences(term.weight, this.#bitOf(next));
    }
    this.#found = candidates.filter((row) => this.#scores[row] > 0);
  }

  #championRows({ lists }: WantedTerm): Uint32Array {
    const rows = new Set<number>();
    for (const list of lists) {
      for (const row of this.#champions.get(list) ?? []) {
        if (rows.size < MOST_CHAMPIONS && this.isWanted(row)) rows.add(row);
      }
    }
    return Uint32Array.from(rows).sort();
  }

  #readWhole({ lists, fields, weight }: WantedTerm, bit: number): void {
    if (lists.length === 1) {
      this.#readOnly(lists[0], fields[0], weight, bit);
      return;
    }
    for (let at = 0; at < lists.length; at++) this.#occurrences.read(lists[at], fields[at]);
    this.#addOccurrences(weight, bit);
  }

  /** Reads the only list of a term. */
  #readOnly(list: number, field: number, weight: number, bit: number): void {
    const { bytes, starts, lengths } = this.#index;
    const [scores, masks, rows, ofField, shares] = [
      this.#scores,
      this.#masks,
      this.#rows,
      lengths[field],
      this.#shares[field],
    ];
    const end = starts[list + 1];
    let row = -1;
    let size = this.#size;
    for (let at = starts[list]; at < end; ) {
      let byte = bytes[at++];
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
      }
      row += value >>> 1;
      const share =
        value & 1 ? saturated(bytes[at++] * this.#weights[field][ofField[row]], BM25F.k1) : shares[ofField[row]];
      if (scores[row] === 0) rows[size++] = row;
      scores[row] += weight * share;
      if (bit !== 0) masks[row] |= bit;
    }
    this.#size = size;
  }

  /** Adds what one term's occurrences in all fields come to. */
  #addOccurrences(weight: number, bit: number): void {
    const occurrences = this.#occurrences;
    for (let at = 0; at < occurrences.count; at++) {
      const row = occurrences.rows[at];
      if (this.#scores[row] === 0) this.#rows[this.#size++] = row;
      this.#scores[row] += weight * saturated(occurrences.take(row), BM25F.k1);
      if (bit !== 0) this.#masks[row] |= bit;
    }
    occurrences.count = 0;
  }

  /** 0 where the matches are not kept. */
  #bitOf(place: number): number {
    return this.#keepsMatches && place < MOST_BITS ? 1 << place : 0;
  }

  /** The champions of the lists that are too long to be read. */
  #longLists(): Map<number, Uint32Array> {
    const found = new Map<number, Uint32Array>();
    for (const list of this.#occurrences.longLists) {
      // A term is of several lists: each may be half as long as the term.
      if (this.#index.sizes[list] * ENTITY_FIELDS.length <= this.#limits.first) continue;
      found.set(list, championsOf(this.#index, this.#table, list));
    }
    return found;
  }
}
