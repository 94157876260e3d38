import type { Candidate, Strategy } from '../strategy.js';

/**
 * Finds by misspelt or misheard names, and works by those of their creators where a query searches these, too: a work has
 * the better score of both.
 * @param names finds entities by their own names
 * @param creators finds works by the names of their creators
 */
export function withCreators(names: Strategy, creators: Strategy): Strategy {
  return {
    name: 'phonetic',
    retrieve(query, depth): readonly Candidate[] {
      const own = names.retrieve(query, depth);
      const works = creators.retrieve(query, depth);
      if (works.length === 0) return own;
      const scores = new Map<number, number>();
      for (const { row, score } of [...own, ...works]) scores.set(row, Math.max(score, scores.get(row) ?? 0));
      return [...scores]
        .map(([row, score]) => ({ row, score }))
        .sort((one, other) => other.score - one.score || one.row - other.row)
        .slice(0, depth);
    },
  };
}
