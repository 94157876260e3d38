import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { nameKey } from '../../../domains/core/resolution/entities/name-words.js';
import { MOST_WORDS, memoryStrategy } from '../../../domains/core/resolution/strategies/memory/memory.js';
import type { MemoryIndex } from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import type { JudgedQuery } from '../ranking/judged-query.js';
import type { KeyCount } from './accepted-counts.js';
import { withAccepted } from './memory-builder.js';

/**
 * What was accepted for judged queries: each counts its weight, which its accepted entities share by their grades. Queries
 * whose entities were only taken for hidden say nothing.
 */
export function judgedCounts(judged: Iterable<JudgedQuery>): KeyCount[] {
  const counts: KeyCount[] = [];
  for (const { query, grades, hidden, weight } of judged) {
    const key = hidden || query.words.length > MOST_WORDS ? undefined : nameKey(query.words);
    if (key === undefined) continue;
    let all = 0;
    for (const grade of grades.values()) all += grade;
    for (const [row, grade] of grades) if (grade > 0) counts.push({ key, row, count: (weight * grade) / all });
  }
  return counts;
}

/** The strategies with a memory that has seen these queries, too. */
export function remembering(
  strategies: readonly Strategy[],
  table: EntityTable,
  memory: MemoryIndex,
  judged: Iterable<JudgedQuery>,
): readonly Strategy[] {
  const seen = memoryStrategy(withAccepted(memory, judgedCounts(judged)), table);
  return strategies.map((strategy) => (strategy.name === 'memory' ? seen : strategy));
}
