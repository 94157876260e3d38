import { DEVICE_TYPES } from '../../../../proto/device-types.js';
import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { EntityQuery } from '../entity-query.js';
import { type NameLikeness, NameShape, QueryShape } from '../ranking/name-shape.js';
import { STRATEGIES } from '../strategies/strategy.js';

const OF_QUERY = ['one', 'words', 'letters', 'wishes', 'free', 'exact', 'exactAlone', 'nothing'] as const;
const OF_LEXICAL = ['cover', 'likeness', 'margin', 'unknown'] as const;
const OF_HOUR = ['hour.sine', 'hour.cosine'] as const;

/** What a policy looks at, in order; see `PolicyFeatures`. */
export const POLICY_FEATURES: readonly string[] = [
  ...OF_QUERY,
  ...OF_LEXICAL,
  ...OF_HOUR,
  ...DEVICE_TYPES.map((device) => `device.${device}`),
];

const FROM_LEXICAL = OF_QUERY.length;
const FROM_HOUR = FROM_LEXICAL + OF_LEXICAL.length;
const FROM_DEVICE = FROM_HOUR + OF_HOUR.length;
const [EXACT, LEXICAL] = [STRATEGIES.indexOf('exact'), STRATEGIES.indexOf('lexical')];
/** Candidates of lexical that are looked at for words that none has. */
const LOOKED_AT = 5;
/** Numbers of words, letters and wishes from which on more say no more; what is here becomes 1. */
const [MOST_WORDS, MOST_LETTERS, MOST_WISHES] = [8, 40, 3];

/**
 * What a query and what exact and lexical found of it say of whether more strategies are worth their time. All numbers are
 * in [-1, 1] and what is not known is 0, so that one prior fits all:
 * how many words, letters and wishes it has, and whether it is a free search; whether exact found something, and one alone;
 * whether lexical found nothing; the share of the query that the name of lexical's best candidate covers (its score over
 * what would be possible, in a unit that all catalogues share), how alike both are, and by how much the best leads; the
 * share of the query that is in none of the first few candidates; hour and device.
 */
export class PolicyFeatures {
  /** `[POLICY_FEATURES.length]`, of the last query. */
  readonly values = new Float64Array(POLICY_FEATURES.length);
  readonly #table: EntityTable;
  readonly #query = new QueryShape();
  readonly #name = new NameShape();
  readonly #likeness: NameLikeness = {
    equal: false,
    queryCover: 0,
    nameCover: 0,
    trigrams: 0,
    edits: 0,
    prefix: 0,
    length: 0,
    words: 0,
  };

  /** @param table that the unions' rows are of */
  constructor(table: EntityTable) {
    this.#table = table;
  }

  read({ words, fields, constraints, context }: EntityQuery, found: CandidateUnion): void {
    const values = this.values.fill(0);
    this.#query.read(words);
    const exact = countOf(found, EXACT);
    values[0] = 1;
    values[1] = Math.min(1, words.length / MOST_WORDS);
    values[2] = Math.min(1, this.#query.letters / MOST_LETTERS);
    values[3] = Math.min(1, constraints.length / MOST_WISHES);
    values[4] = fields.includes('creators') || fields.includes('text') ? 1 : 0;
    values[5] = exact > 0 ? 1 : 0;
    values[6] = exact === 1 ? 1 : 0;
    this.#readLexical(found);
    if (context.hour !== undefined) {
      values[FROM_HOUR] = Math.sin((context.hour * Math.PI) / 12);
      values[FROM_HOUR + 1] = Math.cos((context.hour * Math.PI) / 12);
    }
    const device = context.device === undefined ? -1 : DEVICE_TYPES.indexOf(context.device);
    if (device >= 0) values[FROM_DEVICE + device] = 1;
  }

  #readLexical({ count, rows, places, scores }: CandidateUnion): void {
    const values = this.values;
    let [best, second, known, seen] = [0, 0, 0, 0];
    for (let at = 0; at < count; at++) {
      const place = places[at * STRATEGIES.length + LEXICAL];
      if (place === 0) continue;
      seen++;
      const score = scores[at * STRATEGIES.length + LEXICAL];
      if (place === 2) second = score;
      if (place > LOOKED_AT) continue;
      const { words, trigrams } = this.#compare(rows[at]);
      known |= words;
      if (place > 1) continue;
      best = score;
      values[FROM_LEXICAL] = this.#query.share(words);
      values[FROM_LEXICAL + 1] = trigrams;
    }
    values[7] = seen === 0 ? 1 : 0;
    values[FROM_LEXICAL + 2] = best > 0 ? 1 - second / best : 0;
    values[FROM_LEXICAL + 3] = 1 - this.#query.share(known);
  }

  /** The words that title and first creator have together, and the likeness of the one that is more alike. */
  #compare(row: number): { readonly words: number; readonly trigrams: number } {
    this.#name.read(this.#table.titleOf(row));
    this.#query.compare(this.#name, this.#likeness);
    const { words, trigrams } = this.#likeness;
    const [creator] = this.#table.creatorsOf(row);
    if (creator === undefined) return { words, trigrams };
    this.#name.read(creator);
    this.#query.compare(this.#name, this.#likeness);
    return { words: words | this.#likeness.words, trigrams: Math.max(trigrams, this.#likeness.trigrams) };
  }
}

function countOf({ count, places }: CandidateUnion, column: number): number {
  let found = 0;
  for (let at = 0; at < count; at++) if (places[at * STRATEGIES.length + column] > 0) found++;
  return found;
}
