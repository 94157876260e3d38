import type { EntityTable } from '../../entities/entity-table.js';
import { nameKey } from '../../entities/name-words.js';
import type { EntityQuery } from '../../entity-query.js';
import { bucketsOf, SortedKeys } from '../sorted-keys.js';
import type { Candidate, Strategy } from '../strategy.js';
import { type MemoryIndex, PARTS_OF_REQUEST } from './memory-index.js';

/** Queries of more words are not remembered. */
export const MOST_WORDS = 16;
/** Accepted requests that a query is worth that nobody made: fewer than a few do not say much. */
const DOUBT = 1;
/** What a query is worth that is remembered without its last "s": "ccrs travelin band". */
const WITHOUT_ENDING = 0.8;
/** Shortest word that may lose its last "s". */
const SHORTEST_PLURAL = 4;

/**
 * Finds what was accepted for the same query before, or is expected to be. A score is the entity's share of what was
 * accepted, with one more request that accepted nothing: n / (n of all entities of the kinds + 1), in (0, 1), and
 * comparable from query to query.
 */
export function memoryStrategy(
  { keys, rows, counts }: Pick<MemoryIndex, 'keys' | 'rows' | 'counts'>,
  table: EntityTable,
  buckets: Uint32Array = bucketsOf(keys),
): Strategy {
  const sorted = new SortedKeys(keys, buckets);
  return {
    name: 'memory',
    retrieve({ words, kinds }: EntityQuery, depth: number): readonly Candidate[] {
      if (words.length === 0 || words.length > MOST_WORDS || depth <= 0) return [];
      const candidates: Candidate[] = [];
      addOf(words, 1, kinds, candidates);
      const singular = withoutEnding(words);
      if (singular) addOf(singular, WITHOUT_ENDING, kinds, candidates);
      candidates.sort((one, other) => other.score - one.score || one.row - other.row);
      return candidates.slice(0, depth);
    },
  };

  function addOf(words: readonly string[], share: number, kinds: readonly number[], into: Candidate[]): void {
    const key = nameKey(words);
    const from = key === undefined ? -1 : sorted.find(key);
    if (from < 0) return;
    const end = sorted.endOf(from);
    const isWanted = (at: number) => kinds.length === 0 || kinds.includes(table.kindOf(rows[at]));
    let all = DOUBT * PARTS_OF_REQUEST;
    for (let at = from; at < end; at++) if (isWanted(at)) all += counts[at];
    for (let at = from; at < end; at++) {
      if (!isWanted(at)) continue;
      const candidate = { row: rows[at], score: (share * counts[at]) / all };
      const known = into.findIndex(({ row }) => row === candidate.row);
      if (known < 0) into.push(candidate);
      else if (into[known].score < candidate.score) into[known] = candidate;
    }
  }
}

/** The words without the "s" of a possessive or plural at their end; undefined where there is none. */
function withoutEnding(words: readonly string[]): readonly string[] | undefined {
  const last = words[words.length - 1];
  const before = words.slice(0, -1);
  if (last === 's') return before.length > 0 ? before : undefined;
  return last.length >= SHORTEST_PLURAL && last.endsWith('s') ? [...before, last.slice(0, -1)] : undefined;
}
