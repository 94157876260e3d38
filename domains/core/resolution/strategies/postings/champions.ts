import type { EntityTable } from '../../entities/entity-table.js';
import { BestCandidates } from '../best-candidates.js';
import { eachRow, type PostingIndex } from './posting-index.js';

/** Rows of one kind that stand for a list which is too long to be read. */
const PER_KIND = 64;

/**
 * The rows of one list in which the term weighs most, PER_KIND of each kind, the shortest fields first and of these the most
 * popular.
 */
export function championsOf(index: PostingIndex, table: EntityTable, list: number): Uint32Array {
  const lengths = index.lengths[index.fields[list]];
  const best = table.kinds.map(() => {
    const ofKind = new BestCandidates();
    ofKind.begin(PER_KIND);
    return ofKind;
  });
  eachRow(index, list, (row) => {
    best[table.kindOf(row)].offer(row, 256 - lengths[row] + table.popularityOf(row));
  });
  return Uint32Array.from(best.flatMap((ofKind) => ofKind.list().map(({ row }) => row)));
}
