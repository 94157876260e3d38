import type { EntityTable } from '../entities/entity-table.js';
import { type EntityQuery, isSearch } from '../entity-query.js';
import { BestCandidates } from './best-candidates.js';
import type { TermScorer } from './postings/term-scorer.js';
import type { Candidate, Strategy } from './strategy.js';

/** What the most popular entity of a kind has over one without popularity, as a share of the score. */
const POPULARITY = 0.05;

/**
 * Finds entities by single words of the query's fields (BM25F). A score is a sum over the words that an entity has, of at
 * most (k1 + 1) times their idf; words that the catalogue does not have add nothing and cost nothing.
 */
export function lexicalStrategy(scorer: TermScorer, table: EntityTable): Strategy {
  const best = new BestCandidates();
  return {
    name: 'lexical',
    retrieve(query: EntityQuery, depth: number): readonly Candidate[] {
      const { words, fields, kinds } = query;
      if (depth === 0) return [];
      scorer.begin(kinds);
      // Who searches texts, too, describes what is meant rather than names it.
      scorer.want(words, fields, 0, isSearch(query) ? 'description' : 'name');
      scorer.run(depth);
      best.begin(depth);
      const { rows } = scorer;
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at];
        const score = scorer.scoreOf(row);
        if (score * (1 + POPULARITY) < best.least || !scorer.isWanted(row)) continue;
        best.offer(row, score * (1 + POPULARITY * table.popularityOf(row)));
      }
      return best.list();
    },
  };
}
