import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { UnionRanking } from './entity-ranker.js';

/** Less probable candidates are told by nobody, alike or not. */
const LEAST = 0.001;

/**
 * Gives entities that a catalogue tells apart by nothing but their ids, such as two editions of one song, the same
 * probability: the mean of theirs. Which of them a strategy finds first is the order of rows, and says nothing.
 * @param ranking its probabilities are changed in place; their sum stays
 */
export function shareAlike({ probabilities }: UnionRanking, union: CandidateUnion, table: EntityTable): void {
  let likely = 0;
  for (let at = 0; at < union.count; at++) if (probabilities[at] >= LEAST) likely++;
  // Names are worth reading where two may be alike.
  if (likely < 2) return;
  const alike = new Map<string, number[]>();
  for (let at = 0; at < union.count; at++) {
    if (probabilities[at] < LEAST) continue;
    const key = told(table, union.rows[at]);
    const known = alike.get(key);
    if (known) known.push(at);
    else alike.set(key, [at]);
  }
  for (const group of alike.values()) {
    if (group.length === 1) continue;
    const mean = group.reduce((sum, at) => sum + probabilities[at], 0) / group.length;
    for (const at of group) probabilities[at] = mean;
  }
}

/** All that a catalogue tells of an entity but its id. */
function told(table: EntityTable, row: number): string {
  const numbers = [table.kindOf(row), table.yearOf(row), table.popularityOf(row)];
  return [numbers.join(' '), table.titleOf(row), ...table.creatorsOf(row)].join('\n');
}
