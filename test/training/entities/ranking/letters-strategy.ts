import type { EntityTable } from '../../../../domains/core/resolution/entities/entity-table.js';
import type { Strategy } from '../../../../domains/core/resolution/strategies/strategy.js';

/** Sums the weights of the letter pairs that a title or creator has, however long it is: there is much left to rank. */
export function lettersStrategy(name: Strategy['name'], table: EntityTable): Strategy {
  const postings = new Map<string, number[]>();
  for (let row = 0; row < table.count; row++) {
    const pairs = pairsOf([table.titleOf(row), ...table.creatorsOf(row)].join(' '));
    for (const pair of pairs) postings.set(pair, [...(postings.get(pair) ?? []), row]);
  }
  return {
    name,
    retrieve({ words, kinds }, depth) {
      const shared = new Map<number, number>();
      for (const pair of pairsOf(words.join(' '))) {
        const rows = postings.get(pair) ?? [];
        for (const row of rows) shared.set(row, (shared.get(row) ?? 0) + Math.log(1 + table.count / rows.length));
      }
      return [...shared]
        .filter(([row]) => kinds.length === 0 || kinds.includes(table.kindOf(row)))
        .map(([row, weight]) => ({ row, score: weight }))
        .sort((one, other) => other.score - one.score || one.row - other.row)
        .slice(0, depth);
    },
  };
}

function pairsOf(text: string): Set<string> {
  const letters = ` ${text.toLowerCase()} `;
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}
