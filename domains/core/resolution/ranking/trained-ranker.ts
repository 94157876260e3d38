import { type BoostedTrees, boostedScores } from '../../trees/boosted-trees.js';
import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import { type EntityQuery, isSearch } from '../entity-query.js';
import { CandidateFeatures, RANKING_FEATURES } from './candidate-features.js';
import type { EntityRanker } from './entity-ranker.js';
import { fusedOrder } from './head.js';
import { calibrateList, type ListCalibration } from './list-calibration.js';

/** What training makes of judged queries. */
export interface RankerModel {
  /** Their rows are RANKING_FEATURES, or the first of these in an older catalogue. */
  readonly trees: BoostedTrees;
  readonly calibration: ListCalibration;
  /** Kinds that the feature `kind` numbers. */
  readonly kinds: readonly string[];
  /** The most candidates of a union that trees score; those behind keep their fused order. At least 1. */
  readonly head: number;
  /** The same of the union of a search, which has many answers; `head` where absent. */
  readonly searchHead?: number | undefined;
  /** The most candidates of lexical, where exact found something, that the trees learned from (`alwaysDepth`). */
  readonly exactDepth?: number | undefined;
  /** The most words of a search that trees know how to order (`isBeyond`); any where absent. */
  readonly searchWords?: number | undefined;
}

/**
 * Whether a search is none that the trees learned from: it has more words than nearly all of theirs, and describes what is
 * meant rather than names it, since nothing is called so.
 */
function isBeyond(query: EntityQuery, union: CandidateUnion, searchWords: number): boolean {
  if (!isSearch(query) || query.words.length <= searchWords) return false;
  for (let at = 0; at < union.count; at++) if (union.isFoundBy(at, 'exact')) return false;
  return true;
}

/** By how much the first candidate that no tree scored is below the last one that one did, and each further one below it. */
const TAIL_STEP = 0.25;

/**
 * Ranks by trees that LambdaMART made, with a null entity among the candidates, calibrated. Candidates of a search beyond
 * what the trees know stay in their fused order, and get the trees' scores in order of those.
 * @param table that the unions' rows are of
 */
export function trainedRanker(
  { trees, calibration, kinds, head, searchHead = head, searchWords = Number.POSITIVE_INFINITY }: RankerModel,
  table: EntityTable,
): EntityRanker {
  const features = new CandidateFeatures(table, kinds);
  let found = new Float64Array(0);
  return {
    rank(query, union) {
      const { count } = union;
      if (count === 0) return { probabilities: new Float64Array(0), none: 1 };
      const order = fusedOrder(union);
      const scored = Math.min(count, isSearch(query) ? searchHead : head);
      features.write(query, union, order.subarray(0, scored));
      if (found.length <= scored) found = new Float64Array(2 * scored + 1);
      // Behind the candidates stands the null entity.
      boostedScores(trees, features.values, scored + 1, found, RANKING_FEATURES.length);
      const scores = new Float64Array(count + 1);
      let least = Number.POSITIVE_INFINITY;
      for (let index = 0; index < scored; index++) {
        const score = found[index];
        scores[order[index]] = score;
        if (score < least) least = score;
      }
      if (isBeyond(query, union, searchWords)) {
        const sorted = found.slice(0, scored).sort().reverse();
        for (let index = 0; index < scored; index++) scores[order[index]] = sorted[index];
      }
      for (let index = scored; index < count; index++) scores[order[index]] = least - TAIL_STEP * (1 + index - scored);
      scores[count] = found[scored];
      calibrateList(scores, count, calibration);
      return { probabilities: scores.subarray(0, count), none: scores[count] };
    },
  };
}
