import { hashText } from '../../../numeric/hash.js';
import { ENTITY_FIELDS, type EntityField } from '../../entities/entity.js';
import { searchTerms } from '../../entities/name-words.js';
import type { SortedKeys } from '../sorted-keys.js';
import { idf } from './bm25f.js';
import { listKeyOf, type PostingIndex } from './posting-index.js';
import { type QueryStyle, termWeight } from './term-weight.js';

/** A term of a query that some row has. */
export interface WantedTerm {
  /** Its lists, and the field of each. */
  readonly lists: readonly number[];
  readonly fields: readonly number[];
  /** Postings of all its lists. */
  readonly postings: number;
  /** idf by the longest of its lists, times (k3 + 1) q / (k3 + q), q how often the query has the term. */
  readonly weight: number;
  /** Which part of the query it is of, as the caller counts. */
  readonly group: number;
}

/** Words beyond are not looked up. */
const MOST_WORDS = 1_000;

/** A query of more terms describes rather than names what somebody may write as one word. */
const MOST_JOINED = 10;

/** The terms of words that the index has in some of the fields. */
export function wantedTerms(
  { fields: fieldOf, sizes, asking }: PostingIndex,
  sorted: SortedKeys,
  rows: number,
  words: readonly string[],
  fields: readonly EntityField[],
  group: number,
  style: QueryStyle,
): WantedTerm[] {
  const occurrences = new Map<string, number>();
  for (const term of searchTerms(words.length > MOST_WORDS ? words.slice(0, MOST_WORDS) : words)) {
    occurrences.set(term, (occurrences.get(term) ?? 0) + 1);
  }
  if (style === 'description') addJoined(occurrences);
  const wanted: WantedTerm[] = [];
  const indexes = fields.map((field) => ENTITY_FIELDS.indexOf(field));
  const mostIdf = idf(rows, 1);
  for (const [term, times] of occurrences) {
    const lists: number[] = [];
    const found: number[] = [];
    let [postings, longest] = [0, 0];
    const hash = hashText(term);
    for (const index of indexes) {
      const list = sorted.find(listKeyOf(index, hash));
      if (list < 0 || fieldOf[list] !== index) continue;
      lists.push(list);
      found.push(index);
      postings += sizes[list];
      longest = Math.max(longest, sizes[list]);
    }
    if (lists.length === 0) continue;
    const weight = termWeight(term, times, idf(rows, longest), mostIdf, style, asking);
    wanted.push({ lists, fields: found, postings, weight, group });
  }
  return wanted;
}

/** Adds every two neighbours as one term: names are written together that people say and type apart ("mercy me"). */
function addJoined(occurrences: Map<string, number>): void {
  if (occurrences.size > MOST_JOINED) return;
  const terms = [...occurrences.keys()];
  for (let at = 1; at < terms.length; at++) {
    const joined = terms[at - 1] + terms[at];
    if (!occurrences.has(joined)) occurrences.set(joined, 1);
  }
}
