import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { nameKey, nameWords } from '../../../domains/core/resolution/entities/name-words.js';
import {
  type MemoryIndex,
  MOST_OF_KEY,
  PARTS_OF_REQUEST,
} from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import { growingFloats, growingNumbers } from '../growing-array.js';
import { orderByKey } from '../order-by-key.js';
import type { Entities } from '../table-builder.js';
import type { KeyCount } from './accepted-counts.js';
import { predictedQueries, type QueryForm } from './predicted-queries.js';

/** What a memory is built of. */
export interface MemorySources {
  readonly entities: Entities;
  readonly table: EntityTable;
  /** Whether looking for the words among entities of a kind finds the row, by the other strategies. */
  readonly finds: (words: readonly string[], kind: number, row: number) => boolean;
  /** Whether the words are the whole name of some entity of a kind. */
  readonly isName: (words: readonly string[], kind: number) => boolean;
  /** What was accepted (`AcceptedCounts`); empty at a cold start. */
  readonly accepted?: Iterable<KeyCount>;
  readonly asOf: number;
  readonly halfLifeDays: number;
}

/**
 * How many accepted requests a prediction is worth for the most popular entity, by its form; chosen by how sure the form
 * is that the entity is meant.
 */
const WORTH: Readonly<Record<QueryForm, number>> = {
  'title alone': 0.7,
  subtitle: 0.3,
  'main credit': 0.5,
  'last name': 0.4,
  'first name': 0.3,
  'initials left out': 0.6,
  acronym: 0.6,
  nickname: 0.3,
};
/** The share of that for an entity of no popularity. */
const UNPOPULAR = 0.1;
/** Predictions of one key that are kept, the most popular; a made word of many entities says nothing of any. */
const MOST_CLAIMS = 4;
/** Forms of letters that are no word of the name: no other strategy can find the entity by them. */
const MADE: ReadonlySet<QueryForm> = new Set<QueryForm>(['acronym', 'nickname']);

/**
 * The memory of what was accepted, and of queries that are to be expected. A predicted query is kept where looking for it
 * finds the entity again (Gospodinov et al. 2023, Doc2Query--): by the other strategies where its words are the name's, and
 * among all that claim it, the more popular first, where they are not.
 */
export async function buildMemory(sources: MemorySources): Promise<MemoryIndex> {
  const { entities, table, finds, isName, accepted = [], asOf, halfLifeDays } = sources;
  const [keys, rows, counts] = [growingNumbers(), growingNumbers(), growingFloats()];
  let row = 0;
  for await (const { title, aliases, kind } of entities) {
    const own = new Set([title, ...aliases].map((name) => nameKey(nameWords(name))));
    const claimed = new Set<number>();
    const kindOfRow = table.kindOf(row);
    for (const name of [title, ...aliases]) {
      const queries = predictedQueries(name, kind);
      // "Kid Cudi & Eminem" is nobody's first thought for "kid cudi", where he is listed himself.
      if (queries.some(({ words, form }) => form === 'main credit' && isName(words, kindOfRow))) continue;
      for (const { words, form } of queries) {
        const key = nameKey(words);
        if (key === undefined || own.has(key) || claimed.has(key)) continue;
        if (!MADE.has(form) && !finds(words, kindOfRow, row)) continue;
        claimed.add(key);
        keys.push(key);
        rows.push(row);
        counts.push(WORTH[form] * (UNPOPULAR + (1 - UNPOPULAR) * table.popularityOf(row)));
      }
    }
    row++;
  }
  const predicted = keys.length;
  for (const each of accepted) {
    keys.push(each.key);
    rows.push(each.row);
    counts.push(each.count);
  }
  return { ...chosen(keys.view(), rows.view(), counts.view(), predicted), asOf, halfLifeDays };
}

/** A memory with what was accepted since; what it has already counts as it does. */
export function withAccepted(memory: MemoryIndex, accepted: Iterable<KeyCount>): MemoryIndex {
  const [keys, rows, counts] = [growingNumbers(), growingNumbers(), growingFloats()];
  for (let entry = 0; entry < memory.keys.length; entry++) {
    keys.push(memory.keys[entry]);
    rows.push(memory.rows[entry]);
    counts.push(memory.counts[entry] / PARTS_OF_REQUEST);
  }
  for (const each of accepted) {
    keys.push(each.key);
    rows.push(each.row);
    counts.push(each.count);
  }
  return { ...memory, ...chosen(keys.view(), rows.view(), counts.view(), 0) };
}

/** The entries of each key with the largest counts; of predictions, which are the first so many entries, fewer. */
function chosen(
  keys: Uint32Array,
  rows: Uint32Array,
  counts: Float64Array,
  predicted: number,
): Pick<MemoryIndex, 'keys' | 'rows' | 'counts'> {
  const order = orderByKey(keys);
  const [keptKeys, keptRows, keptCounts] = [growingNumbers(), growingNumbers(), growingNumbers()];
  for (let from = 0, end = 0; from < order.length; from = end) {
    const key = keys[order[from]!]!;
    while (end < order.length && keys[order[end]!] === key) end++;
    const sums = new Map<number, number>();
    const entries = [...order.subarray(from, end)].sort((one, other) => counts[other]! - counts[one]!);
    let claims = 0;
    for (const entry of entries) {
      if (entry < predicted && claims++ >= MOST_CLAIMS) continue;
      sums.set(rows[entry]!, (sums.get(rows[entry]!) ?? 0) + counts[entry]!);
    }
    const best = [...sums].sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB).slice(0, MOST_OF_KEY);
    for (const [row, count] of best) {
      keptKeys.push(key);
      keptRows.push(row);
      keptCounts.push(Math.min(0xffffffff, Math.max(1, Math.round(PARTS_OF_REQUEST * count))));
    }
  }
  return { keys: keptKeys.view().slice(), rows: keptRows.view().slice(), counts: keptCounts.view().slice() };
}
