import type { EntityTable } from '../entities/entity-table.js';
import { nameKey } from '../entities/name-words.js';
import type { EntityQuery } from '../entity-query.js';
import { BestCandidates } from './best-candidates.js';
import { type ExactIndex, spellingOf } from './exact-index.js';
import { bucketsOf, SortedKeys } from './sorted-keys.js';
import type { Candidate, Strategy } from './strategy.js';

/** What the query's very spelling is worth, in shares of the popularity's range. */
const SPELLING = 0.25;
/** The most entities of one kind that are looked at under one name, the most popular first. */
const PER_KIND = 256;

/**
 * Finds the entities that have the query's words for a name or alias, but for the ways to write one name. A score is 1,
 * with the popularity percentile, and .25 for a name that is spelt as the query is: at least 1, at most 2.25.
 *
 * Two names share a 32-bit key by chance: of n names, a name that nobody has is found with probability n / 2^32 (280,000:
 * 7e-5).
 */
export function exactStrategy(
  { keys, spellings, rows }: ExactIndex,
  table: EntityTable,
  buckets: Uint32Array = bucketsOf(keys),
): Strategy {
  const sorted = new SortedKeys(keys, buckets);
  const best = new BestCandidates();
  return {
    name: 'exact',
    retrieve({ words, kinds }: EntityQuery, depth: number): readonly Candidate[] {
      const key = nameKey(words);
      const from = key === undefined ? -1 : sorted.find(key);
      if (from < 0) return [];
      const spelling = spellingOf(words);
      const end = sorted.endOf(from);
      best.begin(depth);
      for (let at = from; at < end; ) {
        const kind = table.kindOf(rows[at]);
        const next = endOfKind(kind, at, end);
        if (kinds.length === 0 || kinds.includes(kind)) offerEach(at, Math.min(next, at + PER_KIND), spelling);
        at = next;
      }
      return best.list();
    },
  };

  /** Offers every row once: an alias may have the title's key. */
  function offerEach(from: number, end: number, spelling: number): void {
    for (let at = from; at < end; ) {
      const row = rows[at];
      let isSpeltSo = false;
      for (; at < end && rows[at] === row; at++) isSpeltSo ||= spellings[at] === spelling;
      best.offer(row, 1 + table.popularityOf(row) + (isSpeltSo ? SPELLING : 0));
    }
  }

  function endOfKind(kind: number, from: number, end: number): number {
    let step = 1;
    while (from + step < end && table.kindOf(rows[from + step]) === kind) step *= 2;
    let [low, high] = [from + (step >> 1), Math.min(from + step, end)];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (table.kindOf(rows[middle]) === kind) low = middle;
      else high = middle;
    }
    return high;
  }
}
