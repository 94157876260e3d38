import type { EntityField } from '../../entities/entity.js';
import type { EntityTable } from '../../entities/entity-table.js';
import type { EntityQuery } from '../../entity-query.js';
import type { Candidate, Strategy } from '../strategy.js';
import { type GramWeights, gramWeights } from './gram-weights.js';
import { gramsOf, MOST_GRAMS, type NamesOf, type PhoneticIndex } from './phonetic-index.js';
import { PARTS_OF_NAT } from './sound-costs.js';
import { SoundLikelihood } from './sound-likelihood.js';
import { MOST_UNITS, soundUnits } from './sound-units.js';

/** The most postings that a query reads, the rarest grams first; a gram that is begun is read to its end. */
const MOST_POSTINGS = 6000;
/** A gram of more names is read only where no rarer one of the query is. */
const LONGEST_LIST = 6000;
/** Names that are compared letter by letter. */
const COMPARED = 48;
/** How much of an overlap's measure is the query's grams, against the name's. */
const QUERY_SHARE = 0.7;
/** A name with a smaller share of the query's grams, by weight, is not looked at. */
const LEAST_SHARE = 0.12;
/** How much of a score is the overlap of grams, against the likelihood of letters. */
const LIKENESS_SHARE = 0.4;
/** A score is at least this. */
const LEAST_SCORE = 1e-3;
/**
 * A score of a search in more than the names is at least so much: half of it is a name. Of creators less, who are called by
 * their last names: .35 finds 69 % of last names with a letter too few, too many or in another place, .5 finds 49 %
 * (artists of CPCD's tracks).
 */
const LEAST_OF_SEARCH: Readonly<Record<NamesOf, number>> = { entities: 0.5, creators: 0.35 };
/** The fields whose names an index has. */
const NAME_FIELDS: Readonly<Record<NamesOf, readonly EntityField[]>> = {
  entities: ['title', 'aliases'],
  creators: ['creators'],
};
/** What being the most popular entity is worth, in nats of likelihood. */
const POPULARITY_NATS = 1;

/**
 * Finds names that were misspelt or misheard: those that share runs of three units with the query, in the order of how
 * likely the query is where they were meant (`SoundLikelihood`). Where more than names are searched, it gives those that
 * explain most of the query.
 *
 * A score is .6 of the log-likelihood ratio of "this name was meant" and "nothing is known", by the second one's, and .4
 * of the share of runs that query and name have in common: 1 for the query's own name of the most popular entity, near 0
 * for a name that explains nothing, and comparable from query to query.
 * A query that does not search the fields of the index's names finds nothing.
 */
export function phoneticStrategy(
  index: PhoneticIndex,
  table: EntityTable,
  namesOf: NamesOf = 'entities',
  { sizes, weights, weightOfName }: GramWeights = gramWeights(index),
): Strategy {
  const isName = (field: EntityField) => NAME_FIELDS[namesOf].includes(field);
  const { units, starts, rowStarts, rows, grams, postings, postingStarts } = index;
  const names = starts.length - 1;
  const likelihood = new SoundLikelihood(index.costs);
  const query = new Uint8Array(MOST_UNITS);
  const queryGrams = new Uint32Array(MOST_GRAMS);
  const shared = new Uint16Array(names);
  const touched = new Uint32Array(Math.min(names, MOST_POSTINGS + LONGEST_LIST));
  // A heap of the most alike names, the least alike first.
  const alike = new Float64Array(COMPARED);
  const alikeNames = new Uint32Array(COMPARED);

  return {
    name: 'phonetic',
    retrieve({ words, fields, kinds }: EntityQuery, depth: number): readonly Candidate[] {
      const length = soundUnits(words, query);
      if (length === 0 || depth <= 0 || !fields.some(isName)) return [];
      const least = fields.every(isName) ? 0 : LEAST_OF_SEARCH[namesOf];
      const count = mostAlike(length, kinds);
      likelihood.begin(query, length);
      const candidates: Candidate[] = [];
      const limit = likelihood.background;
      for (let place = 0; place < count; place++) {
        const name = alikeNames[place];
        const cost = likelihood.cost(units, starts[name], starts[name + 1], limit);
        if (cost >= limit) continue;
        for (let at = rowStarts[name]; at < rowStarts[name + 1]; at++) {
          const row = rows[at];
          if (kinds.length > 0 && !kinds.includes(table.kindOf(row))) continue;
          const nats = cost / PARTS_OF_NAT + POPULARITY_NATS * (1 - table.popularityOf(row));
          const ratio = 1 - (nats * PARTS_OF_NAT) / limit;
          const score = (1 - LIKENESS_SHARE) * ratio + LIKENESS_SHARE * alike[place];
          const bounded = Math.max(score, LEAST_SCORE);
          if (bounded >= least) candidates.push({ row, score: bounded });
        }
      }
      candidates.sort((one, other) => other.score - one.score || one.row - other.row);
      const seen = new Set<number>();
      return candidates.filter(({ row }) => seen.size < depth && !seen.has(row) && seen.add(row));
    },
  };

  /** Puts the names that share most with the query into the heap; how many. */
  function mostAlike(length: number, kinds: readonly number[]): number {
    const found = queryLists(length);
    let whole = 0;
    for (const list of found) whole += weights[list];
    let read = 0;
    let count = 0;
    for (const list of found) {
      if (read > 0 && (read >= MOST_POSTINGS || sizes[list] > LONGEST_LIST)) break;
      const limit = Math.min(sizes[list], LONGEST_LIST);
      count = addPostings(list, limit, count);
      read += limit;
    }
    const least = LEAST_SHARE * whole;
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const name = touched[place];
      const overlap = shared[name];
      shared[name] = 0;
      if (overlap < least) continue;
      const measure = overlap / (QUERY_SHARE * whole + (1 - QUERY_SHARE) * weightOfName[name]);
      if (kept === COMPARED && measure <= alike[0]) continue;
      if (!isWanted(name, kinds)) continue;
      kept = offer(name, measure, kept);
    }
    return kept;
  }

  /** The lists of the query's grams that any name has, the rarest first. */
  function queryLists(length: number): number[] {
    const count = gramsOf(query, 0, length, queryGrams);
    const found: number[] = [];
    for (let place = 0; place < count; place++) {
      const list = placeOf(queryGrams[place]);
      if (list >= 0) found.push(list);
    }
    return found.sort((one, other) => sizes[one] - sizes[other]);
  }

  function placeOf(gram: number): number {
    let [low, high] = [0, grams.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (grams[middle] < gram) low = middle + 1;
      else high = middle;
    }
    return grams[low] === gram ? low : -1;
  }

  function addPostings(list: number, limit: number, touchedBefore: number): number {
    const weight = weights[list];
    let count = touchedBefore;
    let at = postingStarts[list];
    let name = -1;
    for (let posting = 0; posting < limit; posting++) {
      let byte = postings[at++];
      let gap = byte & 127;
      for (let shift = 7; byte >= 128; shift += 7) {
        byte = postings[at++];
        gap |= (byte & 127) << shift;
      }
      name += gap;
      if (shared[name] === 0) touched[count++] = name;
      shared[name] += weight;
    }
    return count;
  }

  function isWanted(name: number, kinds: readonly number[]): boolean {
    if (kinds.length === 0) return true;
    for (let at = rowStarts[name]; at < rowStarts[name + 1]; at++) {
      if (kinds.includes(table.kindOf(rows[at]))) return true;
    }
    return false;
  }

  function offer(name: number, measure: number, kept: number): number {
    let at: number;
    if (kept < COMPARED) {
      // Up from a new leaf.
      for (at = kept; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (alike[parent] <= measure) break;
        alike[at] = alike[parent];
        alikeNames[at] = alikeNames[parent];
        at = parent;
      }
    } else {
      // Down from the root, whose name leaves.
      for (at = 0; ; ) {
        let child = 2 * at + 1;
        if (child >= COMPARED) break;
        if (child + 1 < COMPARED && alike[child + 1] < alike[child]) child++;
        if (alike[child] >= measure) break;
        alike[at] = alike[child];
        alikeNames[at] = alikeNames[child];
        at = child;
      }
    }
    alike[at] = measure;
    alikeNames[at] = name;
    return Math.min(kept + 1, COMPARED);
  }
}
