import { BM25F, saturated } from './bm25f.js';
import { type LongLists, longPlace, timesIn } from './long-lists.js';
import type { PostingIndex } from './posting-index.js';
import type { PreparedPostings } from './prepared-postings.js';
import { TermOccurrences } from './term-occurrences.js';
import type { WantedTerm } from './wanted-terms.js';

/** What the most popular row may gain on the others by the strategies that ask. */
const MOST_GAIN = 1.05;
const NO_ROWS = new Uint32Array(0);
const NO_ROW = 2 ** 32 - 1;
/** A score that marks a row as one that has a score, and is nothing beside any term's. */
const MARK = 1e-30;
/** Bits of a mask. */
const MOST_BITS = 31;

/** The scores of rows for one query; its arrays are used again for the next query, after `begin`. */
export class RowScores {
  /** `[count]`, 0 for a row that has no term. */
  readonly scores: Float32Array;
  /** `[count]`: the terms that a row has, as bits. */
  readonly masks: Uint32Array;
  /** The rows that have a score, `size` of them. */
  readonly rows: Uint32Array;
  size = 0;
  readonly long: LongLists;
  /** By field and length: what one occurrence weighs. */
  readonly weights: readonly Float32Array[];
  /** The same: what it adds where it is the only one, in shares of the idf. */
  readonly #shares: readonly Float32Array[];
  readonly #index: PostingIndex;
  /** Rows that further terms may still make the best, where these are asked for by bits. */
  readonly #open: Uint32Array;
  /** One term's occurrences in all fields, while it is read. */
  readonly #occurrences: TermOccurrences;
  readonly #isWanted: (row: number) => boolean;
  #keepsMatches = false;

  /**
   * @param prepared of the index
   * @param count rows of the table
   * @param most the most rows that get a score
   * @param isWanted whether a row may be among the best
   */
  constructor(
    index: PostingIndex,
    { weights, entries, long }: PreparedPostings,
    count: number,
    most: number,
    isWanted: (row: number) => boolean,
  ) {
    this.#index = index;
    this.#isWanted = isWanted;
    this.weights = weights;
    this.#shares = this.weights.map((weights) => weights.map((weight) => saturated(weight, BM25F.k1)));
    this.scores = new Float32Array(count);
    this.masks = new Uint32Array(count);
    this.rows = new Uint32Array(most);
    this.#open = new Uint32Array(most);
    this.#occurrences = new TermOccurrences(index, entries, weights, count, most);
    this.long = long;
  }

  /** @param keepsMatches whether `masks` will be read, which takes a second write for each posting */
  begin(keepsMatches: boolean): void {
    for (let at = 0; at < this.size; at++) {
      this.scores[this.rows[at]] = 0;
      if (this.#keepsMatches) this.masks[this.rows[at]] = 0;
    }
    this.#keepsMatches = keepsMatches;
    this.size = 0;
  }

  /** Adds a term's occurrences in some rows alone, which increase. */
  probe({ lists, fields, weight }: WantedTerm, place: number, candidates: Uint32Array): void {
    for (let at = 0; at < lists.length; at++) this.#occurrences.probe(lists[at], fields[at], candidates);
    this.#addOccurrences(weight, this.#bitOf(place));
  }

  /**
   * Adds what the terms from the n-th on come to in the rows that have a score, as far as they may come among the best.
   * @param most what each term adds at most
   * @param least the score of the last of the best
   * @returns the rows that may be among the best, with their whole scores; until the next query
   */
  ask(wanted: readonly WantedTerm[], most: readonly number[], from: number, least: number): Uint32Array {
    const { scores, rows, long } = this;
    const picked = this.#open;
    // Who asks for matches orders by these, too.
    const enough = this.#keepsMatches ? 0 : least;
    let open = 0;
    for (let next = from; next < wanted.length; next++) open += most[next];
    let count = 0;
    for (let at = 0; at < this.size; at++) {
      if ((scores[rows[at]] + open) * MOST_GAIN >= enough) picked[count++] = rows[at];
    }
    const kept = wanted.map(({ lists }) => lists.map((list) => longPlace(long, list)));
    for (let next = from; next < wanted.length; next++) {
      count = this.#markUnkept(wanted[next], kept[next], count);
    }
    for (let next = from; next < wanted.length; next++) {
      const [{ lists, fields, weight }, places] = [wanted[next], kept[next]];
      const bit = this.#bitOf(next);
      for (let at = 0; at < lists.length; at++) if (places[at] < 0) this.#occurrences.read(lists[at], fields[at]);
      const isOnly = lists.length === 1 && places[0] >= 0;
      const [place, lengths, shares] = [places[0], this.#index.lengths[fields[0]], this.#shares[fields[0]]];
      const { bits } = long;
      const begin = place * long.words;
      const repeats = isOnly && long.repeatedStarts[place + 1] > long.repeatedStarts[place];
      for (let at = 0; at < count; at++) {
        const row = picked[at];
        let share: number;
        if (isOnly) {
          if (((bits[begin + (row >>> 5)] >>> (row & 31)) & 1) === 0) continue;
          const times = repeats ? timesIn(long, place, row) : 1;
          share = times === 1 ? shares[lengths[row]] : this.#shareOf(times, fields[0], row);
        } else {
          let occurrences = this.#occurrences.take(row);
          for (let list = 0; list < lists.length; list++) {
            if (places[list] < 0) continue;
            const times = timesIn(long, places[list], row);
            if (times > 0) occurrences += times * this.weights[fields[list]][this.#index.lengths[fields[list]][row]];
          }
          if (occurrences === 0) continue;
          share = saturated(occurrences, BM25F.k1);
        }
        scores[row] += weight * share;
        if (bit !== 0) this.masks[row] |= bit;
      }
      this.#occurrences.clear();
      open = next + 1 < wanted.length ? open - most[next] : 0;
      count = this.#keepOpen(count, open, enough);
    }
    return picked.subarray(0, count);
  }

  /** Keeps of the first rows of `#open` those that may still come among the best; how many. */
  #keepOpen(count: number, open: number, enough: number): number {
    const { scores } = this;
    const picked = this.#open;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      if ((scores[picked[at]] + open) * MOST_GAIN >= enough) picked[kept++] = picked[at];
    }
    return kept;
  }

  /** Adds the rows of a term's lists that are not kept as bits to those that are picked, and that have a score. */
  #markUnkept({ lists, fields }: WantedTerm, places: readonly number[], count: number): number {
    let picked = count;
    for (let at = 0; at < lists.length; at++) if (places[at] < 0) this.#occurrences.read(lists[at], fields[at]);
    const { rows, count: found } = this.#occurrences;
    for (let at = 0; at < found; at++) {
      const row = rows[at];
      if (this.scores[row] !== 0 || this.size === this.rows.length || !this.#isWanted(row)) continue;
      this.scores[row] = MARK;
      this.rows[this.size++] = row;
      this.#open[picked++] = row;
    }
    this.#occurrences.clear();
    return picked;
  }

  #shareOf(times: number, field: number, row: number): number {
    return saturated(times * this.weights[field][this.#index.lengths[field][row]], BM25F.k1);
  }

  /** Reads all lists of a term: the longest last, merged with what the shorter ones have. */
  read({ lists, fields, weight }: WantedTerm, place: number): void {
    const bit = this.#bitOf(place);
    const { sizes } = this.#index;
    let longest = 0;
    for (let at = 1; at < lists.length; at++) if (sizes[lists[at]] > sizes[lists[longest]]) longest = at;
    for (let at = 0; at < lists.length; at++) if (at !== longest) this.#occurrences.read(lists[at], fields[at]);
    const others = lists.length > 1 ? this.#occurrences.sortedRows() : NO_ROWS;
    this.#readLast(lists[longest], fields[longest], weight, bit, others);
    if (lists.length > 1) this.#addOccurrences(weight, bit);
  }

  /** @param others rows, increasing, in which the term has other occurrences */
  #readLast(list: number, field: number, weight: number, bit: number, others: Uint32Array): void {
    const { bytes, starts, lengths } = this.#index;
    const { scores, masks, rows } = this;
    const [ofField, weights, shares] = [lengths[field], this.weights[field], this.#shares[field]];
    const end = starts[list + 1];
    let row = -1;
    let size = this.size;
    let next = 0;
    let other = others.length > 0 ? others[0] : NO_ROW;
    for (let at = starts[list]; at < end; ) {
      let byte = bytes[at++];
      let value = byte & 127;
      for (let shift = 7; byte > 127; shift += 7) {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
      }
      row += value >>> 1;
      const times = value & 1 ? bytes[at++] : 1;
      while (other < row) other = ++next < others.length ? others[next] : NO_ROW;
      let share: number;
      if (other === row) {
        share = saturated(this.#occurrences.take(row) + times * weights[ofField[row]], BM25F.k1);
      } else {
        share = times === 1 ? shares[ofField[row]] : saturated(times * weights[ofField[row]], BM25F.k1);
      }
      const score = scores[row];
      if (score === 0) rows[size++] = row;
      scores[row] = score + weight * share;
      if (bit !== 0) masks[row] |= bit;
    }
    this.size = size;
  }

  /** Adds what one term's occurrences in all fields come to. */
  #addOccurrences(weight: number, bit: number): void {
    const occurrences = this.#occurrences;
    for (let at = 0; at < occurrences.count; at++) {
      const row = occurrences.rows[at];
      const sum = occurrences.take(row);
      if (sum === 0) continue;
      if (this.scores[row] === 0) this.rows[this.size++] = row;
      this.scores[row] += weight * saturated(sum, BM25F.k1);
      if (bit !== 0) this.masks[row] |= bit;
    }
    occurrences.count = 0;
  }

  /** 0 where the matches are not kept. */
  #bitOf(place: number): number {
    return this.#keepsMatches && place < MOST_BITS ? 1 << place : 0;
  }
}
