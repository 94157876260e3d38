import type { EntityField } from '../../entities/entity.js';
import type { EntityTable } from '../../entities/entity-table.js';
import { BestCandidates } from '../best-candidates.js';
import { SortedKeys } from '../sorted-keys.js';
import { BM25F, saturated } from './bm25f.js';
import { type Champions, championRows } from './champions.js';
import { longPlace } from './long-lists.js';
import { mostOfFields } from './most-of-fields.js';
import { eachRow, type PostingIndex } from './posting-index.js';
import { type PreparedPostings, preparedPostings } from './prepared-postings.js';
import { RowScores } from './row-scores.js';
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

export const LIMITS: WorkLimits = { first: 32_768, further: 16_384, probed: 128, probes: 48 };
/** A shorter list is read rather than that anything is asked about it. */
const SHORT = 256;
/** Rows that stand for lists too long to be read, at most. */
const MOST_CHAMPIONS = 512;
/** Rows, by terms, that are asked for by bits; where there are more, the best few are. */
const MOST_ASKED = 8_192;
/** Postings of lists that are not kept as bits, of a term of which another list is. */
const MOST_UNKEPT = 2_048;
/** Terms of which it is reckoned what they add together. */
const MOST_BOUNDED = 12;

/**
 * Scores rows by the terms of a query, rarest first (BM25F). One query at a time: `begin`, then `want` for each part of it,
 * then `run`; `rows`, `scoreOf` and `matches` are of this query until the next `begin`.
 */
export class TermScorer {
  readonly #index: PostingIndex;
  readonly #table: EntityTable;
  readonly #limits: WorkLimits;
  readonly #sorted: SortedKeys;
  readonly #scored: RowScores;
  readonly #champions: Champions;
  readonly #best = new BestCandidates();
  #wanted: WantedTerm[] = [];
  /** The rows in which all terms were asked for, where some were not read. */
  #found: Uint32Array | undefined;
  /** By kind: 1 where it is wanted. */
  readonly #kinds: Uint8Array;
  #anyKind = true;

  /** @throws RangeError for an index that does not fit the table or itself, where it is still to be prepared */
  constructor(
    index: PostingIndex,
    table: EntityTable,
    limits: WorkLimits = LIMITS,
    prepared: PreparedPostings = preparedPostings(index, table, limits.first),
  ) {
    this.#index = index;
    this.#table = table;
    this.#limits = limits;
    this.#sorted = new SortedKeys(index.keys, prepared.buckets);
    this.#kinds = new Uint8Array(table.kinds.length);
    const most = Math.min(table.count, limits.first + limits.further);
    this.#scored = new RowScores(index, prepared, table.count, most, (row) => this.isWanted(row));
    this.#champions = prepared.champions;
  }

  /** The terms of the query that the index has, rarest first; the n-th has the n-th bit of a mask, up to the 31st. */
  get terms(): readonly WantedTerm[] {
    return this.#wanted;
  }

  /** Rows with a score that the best are among: all of them, or those that all terms were asked for in; in no order. */
  get rows(): Uint32Array {
    return this.#found ?? this.#scored.rows.subarray(0, this.#scored.size);
  }

  /** Whether a row is of a kind that is wanted. */
  isWanted(row: number): boolean {
    return this.#anyKind || this.#kinds[this.#table.kindOf(row)] === 1;
  }

  scoreOf(row: number): number {
    return this.#scored.scores[row];
  }

  /** The terms that a row has, as bits, as far as they were looked up in it. */
  matches(row: number): number {
    return this.#scored.masks[row];
  }

  /**
   * @param kinds that are wanted, as a query has them
   * @param keepsMatches whether `matches` will be asked for, which takes a second write for each posting
   */
  begin(kinds: readonly number[], keepsMatches = false): void {
    this.#anyKind = kinds.length === 0;
    this.#kinds.fill(0);
    for (const kind of kinds) this.#kinds[kind] = 1;
    this.#scored.begin(keepsMatches);
    this.#found = undefined;
    this.#wanted = [];
  }

  /** Adds words that the fields should have. @param group what `terms` tells these words' terms apart by */
  want(words: readonly string[], fields: readonly EntityField[], group = 0, style: QueryStyle = 'name'): void {
    const terms = wantedTerms(this.#index, this.#sorted, this.#table.count, words, fields, group, style);
    if (terms.length > 0) this.#wanted.push(...terms);
  }

  /**
   * Scores. Terms are read as a whole, the rarest first, until `depth` rows have more than any row without these terms could
   * have by all further ones; these are looked up in the rows that may still come among the best. Terms whose lists are not
   * kept as bits are looked up in the best few alone, once none of the others can come among the best.
   * @param depth the candidates that are wanted
   */
  run(depth: number): void {
    this.#wanted.sort((one, other) => one.postings - other.postings);
    const { length } = this.#wanted;
    let asBits = length;
    while (asBits > 0 && this.#isLong(this.#wanted[asBits - 1])) asBits--;
    let open = this.#wanted.reduce((sum, term) => sum + this.#most(term), 0);
    let left = this.#limits.further;
    const probed = Math.max(depth, this.#limits.probed);
    let unasked = 0;
    // How many of the best rows are known since the last term was read.
    let known = 0;
    // The champions of the only term are its best rows.
    let next = 0;
    for (; next < length && !(length === 1 && this.#hasChampions(this.#wanted[0])); next++) {
      const term = this.#wanted[next];
      if (term.postings > (next === 0 ? this.#limits.first : left)) break;
      unasked += term.postings;
      if (term.postings > SHORT && 2 * unasked > this.#scored.size) {
        unasked = 0;
        this.#offerAll(depth);
        known = depth;
        const { least } = this.#best;
        if (next >= asBits && least > this.#mostOfNew(next)) break;
        if (least > open) {
          this.#offerAll(probed);
          known = probed;
          if (least > open + this.#best.least) break;
        }
      }
      if (next > 0) left -= term.postings;
      this.#scored.read(term, next);
      known = 0;
      open -= this.#most(term);
    }
    if (next === length) return;
    const asked = this.#scored.size * (length - next);
    if (asked > 0 && asked <= MOST_ASKED && next >= asBits) {
      if (known !== depth) this.#offerAll(depth);
      const most = this.#wanted.map((term) => this.#most(term));
      this.#found = this.#scored.ask(this.#wanted, most, next, this.#best.least);
    } else {
      if (known !== probed && this.#scored.size > 0) this.#offerAll(probed);
      this.#lookUp(next);
    }
  }

  /** Whether the longest list of a term is kept as bits, and what is not does not take long to read. */
  #isLong({ lists }: WantedTerm): boolean {
    const { sizes } = this.#index;
    let [unkept, kept] = [0, 0];
    for (const list of lists) {
      if (longPlace(this.#scored.long, list) < 0) unkept += sizes[list];
      else kept += sizes[list];
    }
    return unkept <= Math.min(kept, MOST_UNKEPT);
  }

  /** Whether the champions of a term and what is in its short lists are its best rows. */
  #hasChampions({ lists }: WantedTerm): boolean {
    let [has, others] = [false, 0];
    for (const list of lists) {
      if (championRows(this.#champions, list).length > 0) has = true;
      else others += this.#index.sizes[list];
    }
    return has && others < MOST_CHAMPIONS / 2;
  }

  /**
   * What the terms from the n-th on add at most to a row that has none of them in a list that is not kept as bits. A row has
   * no more of them in a field than the field has words, and the more words, the less each weighs. Only a name that says one
   * word again and again has more.
   */
  #mostOfNew(from: number): number {
    const terms = this.#wanted.slice(from);
    const fields = [...new Set(terms.flatMap((term) => this.#keptFields(term)))];
    const sorted = terms.map(({ weight }) => weight).sort((one, other) => other - one);
    if (fields.length <= 2 && terms.length <= MOST_BOUNDED) {
      return mostOfFields(
        sorted,
        fields.map((field) => this.#scored.weights[field]),
      );
    }
    return terms.reduce((sum, term) => sum + this.#most(term), 0);
  }

  #keptFields({ lists, fields }: WantedTerm): number[] {
    return fields.filter((_, at) => longPlace(this.#scored.long, lists[at]) >= 0);
  }

  /** What a term adds to a row of the shortest fields. */
  #most({ fields, weight }: WantedTerm): number {
    let occurrence = 0;
    for (const field of fields) occurrence += this.#scored.weights[field][1];
    return weight * saturated(occurrence, BM25F.k1);
  }

  /** Finds the best rows so far. */
  #offerAll(depth: number): void {
    const [{ scores, rows, size }, best] = [this.#scored, this.#best];
    best.begin(depth);
    let least = 0;
    for (let at = 0; at < size; at++) {
      const score = scores[rows[at]];
      if (score <= least || !this.isWanted(rows[at])) continue;
      best.offer(rows[at], score);
      least = best.least;
    }
  }

  /** Looks terms up, from the n-th on, in the best candidates; where no term was read, in the champions of the first. */
  #lookUp(from: number): void {
    const candidates = this.#scored.size > 0 ? this.#best.rows() : this.#championRows(this.#wanted[from]);
    let probes = this.#limits.probes;
    for (let next = from; next < this.#wanted.length; next++) {
      const term = this.#wanted[next];
      probes -= term.lists.length;
      if (probes < 0) break;
      this.#scored.probe(term, next, candidates);
    }
    this.#found = candidates.filter((row) => this.#scored.scores[row] > 0);
  }

  #championRows({ lists }: WantedTerm): Uint32Array {
    const rows = new Set<number>();
    for (const list of lists) {
      const add = (row: number) => {
        if (rows.size < MOST_CHAMPIONS && this.isWanted(row)) rows.add(row);
      };
      const champions = championRows(this.#champions, list);
      if (champions.length > 0) champions.forEach(add);
      else if (this.#index.sizes[list] < MOST_CHAMPIONS) eachRow(this.#index, list, add);
    }
    return Uint32Array.from(rows).sort();
  }
}
