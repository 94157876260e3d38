import type { EntityTable } from '../../entities/entity-table.js';
import { searchTerms } from '../../entities/name-words.js';
import type { EntityQuery } from '../../entity-query.js';
import { BestCandidates } from '../best-candidates.js';
import type { Candidate, Strategy } from '../strategy.js';
import { NearVectors, tailsOf } from './near-vectors.js';
import { queryVector } from './query-vector.js';
import { QUERY_UNIT, type SemanticIndex, UNIT } from './semantic-index.js';
import { TextFeatures } from './text-features.js';

/** The lists that are looked through for a query. */
const PROBED_LISTS = 16;
/** The entities that are looked at in them, at most. */
const MOST_VECTORS = 8_192;
/** Words of the longest query that is looked for: the towers are trained on no longer ones, whose sums are near to nothing. */
const MOST_WORDS = 16;
/** The least cosine of a candidate: what is less near has nothing to do with the words. */
const LEAST_COSINE = 0.5;

/**
 * Finds entities by the nearness of their vectors to the query's, in the lists whose centres are nearest to it (an inverted
 * file; Jégou, Douze, Schmid 2011). A score is 1 + the cosine, from 1.5 to 2 but for
 * rounding, comparable between queries.
 */
export function semanticStrategy(
  index: SemanticIndex,
  table: EntityTable,
  probedLists: number = PROBED_LISTS,
  tails: Uint8Array = tailsOf(index),
): Strategy {
  const { bits, dimensions, centres, starts } = index;
  const lists = starts.length - 1;
  const features = new TextFeatures(bits);
  const vector = new Int32Array(dimensions);
  const near = new NearVectors(index, tails);
  const nearest = new BestCandidates();
  const best = new BestCandidates();
  return {
    name: 'semantic',
    retrieve({ words, kinds }: EntityQuery, depth: number): readonly Candidate[] {
      if (depth === 0 || words.length === 0 || words.length > MOST_WORDS) return [];
      if (!queryVector(index, features.read(searchTerms(words)), vector)) return [];
      nearest.begin(Math.min(probedLists, lists));
      for (let list = 0; list < lists; list++) nearest.offer(list, 1 + cosine(vector, centres, list, dimensions));
      best.begin(depth);
      const isWanted = (row: number) => kinds.length === 0 || kinds.includes(table.kindOf(row));
      let left = MOST_VECTORS;
      for (const { row: list } of nearest.list()) {
        const end = Math.min(starts[list + 1], starts[list] + left);
        left -= end - starts[list];
        near.offerTo(best, vector, starts[list], end, LEAST_COSINE, isWanted);
      }
      return best.list();
    },
  };
}

/** The cosine of a query's vector and one of small whole numbers, in [-1, 1] but for rounding. */
function cosine(vector: Int32Array, vectors: Int8Array, at: number, dimensions: number): number {
  let sum = 0;
  for (let place = 0, from = at * dimensions; place < dimensions; place++) {
    sum = (sum + Math.imul(vector[place], vectors[from + place])) | 0;
  }
  return sum / (QUERY_UNIT * UNIT);
}
