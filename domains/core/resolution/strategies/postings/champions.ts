import type { EntityTable } from '../../entities/entity-table.js';
import { BestCandidates } from '../best-candidates.js';
import { placeIn } from './long-lists.js';
import { eachRow, type PostingIndex } from './posting-index.js';

/** Rows of one kind that stand for a list which is too long to be read. */
const PER_KIND = 64;

/** The rows in which the terms of some lists weigh most. */
export interface Champions {
  /** Increasing. */
  readonly lists: Uint32Array;
  /** `[lists + 1]`: where the rows of each begin in `rows`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
}

const NONE = new Uint32Array(0);

/**
 * The champions of lists: PER_KIND rows of each kind, the shortest fields first and of these the most popular.
 * @param lists increasing
 */
export function championsOf(index: PostingIndex, table: EntityTable, lists: Uint32Array): Champions {
  const all: number[] = [];
  const starts = new Uint32Array(lists.length + 1);
  for (const [place, list] of lists.entries()) {
    const lengths = index.lengths[index.fields[list]];
    const best = table.kinds.map(() => {
      const ofKind = new BestCandidates();
      ofKind.begin(PER_KIND);
      return ofKind;
    });
    eachRow(index, list, (row) => {
      best[table.kindOf(row)].offer(row, 256 - lengths[row] + table.popularityOf(row));
    });
    for (const ofKind of best) for (const { row } of ofKind.list()) all.push(row);
    starts[place + 1] = all.length;
  }
  return { lists, starts, rows: Uint32Array.from(all) };
}

/** The champions of a list; none of one that has none. */
export function championRows({ lists, starts, rows }: Champions, list: number): Uint32Array {
  const place = placeIn(lists, list);
  return place < 0 ? NONE : rows.subarray(starts[place], starts[place + 1]);
}
