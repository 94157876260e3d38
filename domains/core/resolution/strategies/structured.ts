import type { EntityTable } from '../entities/entity-table.js';
import type { EntityQuery } from '../entity-query.js';
import { BestCandidates } from './best-candidates.js';
import type { TermScorer } from './postings/term-scorer.js';
import type { Candidate, Strategy } from './strategy.js';

/** What is left of the score of an entity that has none of the query's own words, and of one that has none of a constraint's. */
const NO_WORDS = 0.1;
const NO_CONSTRAINT = 0.3;
/** What the most popular entity of a kind has over one without popularity, as a share of the score. */
const POPULARITY = 0.05;

/**
 * Finds entities by the query's words and by what the other slots say: the track that has these words and that artist. A
 * score is the BM25F of all words, each in its own fields, times, for the query's words and for every constraint, the share
 * that the entity has of them, by idf, from NO_WORDS or NO_CONSTRAINT upwards. A constraint that no entity fulfils weakens
 * all alike, so that the order is that of the words. Without constraints it finds nothing that lexical does not, and gives
 * nothing.
 */
export function structuredStrategy(scorer: TermScorer, table: EntityTable): Strategy {
  const best = new BestCandidates();
  return {
    name: 'structured',
    retrieve({ words, fields, kinds, constraints }: EntityQuery, depth: number): readonly Candidate[] {
      if (depth === 0 || words.length === 0 || constraints.length === 0) return [];
      scorer.begin(kinds, true);
      scorer.want(words, fields, 0);
      for (const [index, { words: wanted, field }] of constraints.entries()) scorer.want(wanted, [field], index + 1);
      scorer.run(depth);
      const coverage = coverageOf(scorer, constraints.length + 1);
      best.begin(depth);
      const { rows } = scorer;
      for (let at = 0; at < rows.length; at++) {
        const row = rows[at];
        const score = scorer.scoreOf(row);
        if (score * (1 + POPULARITY) < best.least || !scorer.isWanted(row)) continue;
        best.offer(row, score * coverage(scorer.matches(row)) * (1 + POPULARITY * table.popularityOf(row)));
      }
      return best.list();
    },
  };
}

/** By the terms that a row has: the product over the groups of terms of the share that it has of each. */
function coverageOf({ terms }: TermScorer, groups: number): (matches: number) => number {
  const counted = terms.slice(0, 31);
  const totals = new Float64Array(groups);
  for (const { group, weight } of counted) totals[group] += weight;
  const found = new Float64Array(groups);
  return (matches) => {
    found.fill(0);
    for (let left = matches; left !== 0; left &= left - 1) {
      const { group, weight } = counted[31 - Math.clz32(left & -left)];
      found[group] += weight;
    }
    let product = 1;
    for (let group = 0; group < groups; group++) {
      const share = totals[group] === 0 ? 0 : found[group] / totals[group];
      const least = group === 0 ? NO_WORDS : NO_CONSTRAINT;
      product *= least + (1 - least) * share;
    }
    return product;
  };
}
