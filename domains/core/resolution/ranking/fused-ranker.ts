import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import { STRATEGIES } from '../strategies/strategy.js';
import type { EntityRanker } from './entity-ranker.js';

/** Reciprocal-rank fusion's constant (Cormack, Clarke, Büttcher, SIGIR 2009). */
const FUSION = 60;
/** What a candidate of an exact name has over all others, in nats. */
const EXACT_NATS = 3;
/** What a candidate loses that has nothing of what other slots say, where some candidate has something of it. */
const STRUCTURED_NATS = 4;
/** What the most popular of its kind has over the least. */
const POPULARITY_NATS = 0.25;
/** Nats that one strategy's first place is worth. */
const PLACE_NATS = 2;
/** The null entity's score: as much as a candidate that one strategy puts first. */
const NONE_NATS = PLACE_NATS;
const EXACT = STRATEGIES.indexOf('exact');
const STRUCTURED = STRATEGIES.indexOf('structured');

/**
 * The ranking of a catalogue that was not trained on any use: reciprocal-rank fusion, softmax with a null entity.
 *
 * u = PLACE_NATS * sum over strategies of (FUSION + 1) / (FUSION + 10 (place - 1) + 1), plus EXACT_NATS for an exact name,
 * plus POPULARITY_NATS * popularity, less STRUCTURED_NATS * (1 - s / best s), s the score by structured;
 * P = exp(u) / (exp(NONE_NATS) + sum exp(u)). The weights are set by hand, so that the probabilities are orders of
 * magnitude, not calibrated.
 */
export function fusedRanker(table: EntityTable): EntityRanker {
  return {
    rank(_query, union) {
      const { count } = union;
      const probabilities = new Float64Array(count);
      const structured = bestScore(union, STRUCTURED);
      let best = NONE_NATS;
      for (let at = 0; at < count; at++) {
        probabilities[at] = evidence(union, at) + POPULARITY_NATS * table.popularityOf(union.rows[at]);
        if (structured > 0) {
          const score = union.scores[at * STRATEGIES.length + STRUCTURED];
          probabilities[at] -= STRUCTURED_NATS * (1 - score / structured);
        }
        if (probabilities[at] > best) best = probabilities[at];
      }
      let sum = Math.exp(NONE_NATS - best);
      for (let at = 0; at < count; at++) {
        probabilities[at] = Math.exp(probabilities[at] - best);
        sum += probabilities[at];
      }
      for (let at = 0; at < count; at++) probabilities[at] /= sum;
      return { probabilities, none: Math.exp(NONE_NATS - best) / sum };
    },
  };
}

function evidence({ places }: CandidateUnion, at: number): number {
  let nats = 0;
  for (let column = 0; column < STRATEGIES.length; column++) {
    const place = places[at * STRATEGIES.length + column];
    if (place === 0) continue;
    nats += (PLACE_NATS * (FUSION + 1)) / (FUSION + 10 * (place - 1) + 1);
    if (column === EXACT) nats += EXACT_NATS;
  }
  return nats;
}

function bestScore({ count, scores }: CandidateUnion, column: number): number {
  let best = 0;
  for (let at = 0; at < count; at++) best = Math.max(best, scores[at * STRATEGIES.length + column]);
  return best;
}
