import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { isSearch } from '../../../domains/core/resolution/entity-query.js';
import { alwaysDepth } from '../../../domains/core/resolution/policy/always-depth.js';
import { ALWAYS } from '../../../domains/core/resolution/policy/strategy-policy.js';
import { CandidateFeatures, RANKING_FEATURES } from '../../../domains/core/resolution/ranking/candidate-features.js';
import { fusedOrder } from '../../../domains/core/resolution/ranking/head.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import type { Random } from '../../numeric/random.js';
import { checkJudgedQuery, type JudgedQuery } from './judged-query.js';

/** One query's candidates as a ranker sees them, the null entity last. */
export interface RankedList {
  /** `[rows, RANKING_FEATURES.length]`, row-major. */
  readonly values: Float64Array;
  /** `[rows]`; the null entity's is 1 where no candidate has one above 0. */
  readonly grades: Float64Array;
  /** `[rows]`: inverse propensities, clipped; 1 for the null entity. */
  readonly rowWeights: Float64Array;
  readonly weight: number;
  readonly group: string;
  /** Whether probabilities are fitted to it; true where absent. */
  readonly calibrates?: boolean;
}

export interface ListSettings {
  /** Candidates that each strategy gives, where nothing else is said. */
  readonly depth: number;
  /** Candidates of a union that are ranked, as in serving. */
  readonly head: number;
  /** The same for a search, of which many candidates may be right. */
  readonly searchDepth: number;
  readonly searchHead: number;
  /** Candidates of lexical where exact found something. */
  readonly exactDepth: number;
  /** Share of the lists, in [0, 1), in which a strategy other than exact and lexical did not run: policies leave some out. */
  readonly dropped: number;
  /** The largest weight of a candidate that was shown by chance. */
  readonly mostWeight: number;
}

export const LIST_DEFAULTS: ListSettings = {
  depth: 20,
  head: 16,
  searchDepth: 60,
  searchHead: 64,
  exactDepth: 5,
  dropped: 0.15,
  mostWeight: 20,
};

/** Makes the lists of judged queries by looking for each with the strategies, as serving does. */
export class ListMaker {
  readonly #union = new CandidateUnion();
  readonly #features: CandidateFeatures;
  readonly #strategies: readonly Strategy[];
  readonly #settings: ListSettings;
  readonly #random: Random;

  constructor(
    table: EntityTable,
    kinds: readonly string[],
    strategies: readonly Strategy[],
    settings: ListSettings,
    random: Random,
  ) {
    this.#features = new CandidateFeatures(table, kinds);
    this.#strategies = strategies;
    this.#settings = settings;
    this.#random = random;
  }

  /**
   * Undefined where no strategy finds anything: such a query is answered without a ranker.
   * @throws NluError INVALID_ARGUMENT for grades, propensities and weights out of their ranges
   */
  list(judged: JudgedQuery): RankedList | undefined {
    checkJudgedQuery(judged);
    const { query, grades, propensities, hidden, group, weight } = judged;
    const { dropped, mostWeight, ...settings } = this.#settings;
    const [depth, head] = isSearch(query)
      ? [settings.searchDepth, settings.searchHead]
      : [settings.depth, settings.head];
    const union = this.#union;
    union.clear();
    let isNamed = false;
    for (const strategy of this.#strategies) {
      const isAlways = ALWAYS.includes(strategy.name);
      if (!isAlways && this.#random.next() < dropped) continue;
      const most = isAlways ? alwaysDepth(strategy.name, query, isNamed, settings) : depth;
      const found = strategy.retrieve(query, most + (hidden?.size ?? 0));
      union.add(strategy.name, (hidden ? found.filter(({ row }) => !hidden.has(row)) : found).slice(0, most));
      if (strategy.name === 'exact') isNamed = union.count > 0;
    }
    if (union.count === 0) return undefined;
    const chosen = fusedOrder(union).subarray(0, head);
    this.#features.write(query, union, chosen);
    const rows = chosen.length + 1;
    const graded = new Float64Array(rows);
    const rowWeights = new Float64Array(rows).fill(1);
    for (const [index, place] of chosen.entries()) {
      const row = union.rows[place];
      graded[index] = grades.get(row) ?? 0;
      rowWeights[index] = Math.min(mostWeight, 1 / (propensities?.get(row) ?? 1));
    }
    if (!graded.some((grade) => grade > 0)) graded[rows - 1] = 1;
    return {
      values: this.#features.values.slice(0, rows * RANKING_FEATURES.length),
      grades: graded,
      rowWeights,
      weight,
      group,
    };
  }
}
