import { ENTITY_FIELDS } from '../../entities/entity.js';
import type { EntityTable } from '../../entities/entity-table.js';
import { bucketsOf } from '../sorted-keys.js';
import { BM25F, occurrenceWeights } from './bm25f.js';
import { type Champions, championsOf } from './champions.js';
import { type LongLists, longLists } from './long-lists.js';
import { type EntryPoints, entryPoints, type PostingIndex } from './posting-index.js';

/** What follows from an index of words, and takes a reading of all its postings. */
export interface PreparedPostings {
  /** The keys' buckets (`SortedKeys`). */
  readonly buckets: Uint32Array;
  /** By field and length: what one occurrence weighs. */
  readonly weights: readonly Float32Array[];
  readonly entries: EntryPoints;
  readonly long: LongLists;
  readonly champions: Champions;
}

/**
 * @param mostRead postings of the longest term that is read as a whole
 * @throws RangeError for an index that does not fit the table or itself
 */
export function preparedPostings(index: PostingIndex, table: EntityTable, mostRead: number): PreparedPostings {
  const entries = entryPoints(index, table.count);
  // A term is of several lists: each may be as long as its share.
  const unread = entries.lists.filter((list) => index.sizes[list] * ENTITY_FIELDS.length > mostRead);
  return {
    buckets: bucketsOf(index.keys),
    weights: occurrenceWeights(BM25F, index.lengths),
    entries,
    long: longLists(index, table.count),
    champions: championsOf(index, table, unread),
  };
}
