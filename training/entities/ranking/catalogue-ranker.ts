import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { isSearch } from '../../../domains/core/resolution/entity-query.js';
import { calibrateList } from '../../../domains/core/resolution/ranking/list-calibration.js';
import { encodeRanker } from '../../../domains/core/resolution/ranking/ranker-parts.js';
import type { MemoryIndex } from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import { expectedCalibrationError } from '../../metrics/calibration.js';
import { normalisedGain } from '../../metrics/retrieval/retrieval-measures.js';
import { seeded } from '../../numeric/random.js';
import { remembering } from '../memory/judged-memory.js';
import { generateQueries } from './generated-queries.js';
import type { JudgedQuery } from './judged-query.js';
import { LIST_DEFAULTS, ListMaker, type RankedList } from './ranked-list.js';
import { LEAST_LISTS, type TrainedRanker, trainRanker } from './ranker-trainer.js';

/** What a catalogue's ranker is trained with. */
export interface RankerSettings {
  /** Queries that are made of the catalogue's names; no more than two for each entity. */
  readonly generated: number;
  /** What a judged query counts beside one that is made of names: people ask as no generator does. */
  readonly judgedWeight: number;
  readonly seed: number;
}

/** Judged queries are parted in so many, so that the memory which a list is made with has not seen its query. */
const MEMORY_FOLDS = 4;
/**
 * Share of requests that mean nothing that is listed, as probabilities reckon with it. Of Deezer's mentions 23 % are not
 * linked, of what is looked up in a catalogue of one's own it is less; chosen on the linked ones, all of which are listed.
 */
const NONE_SHARE = 0.12;

/** Names of fewer entities say too little of how candidates compare. */
export const LEAST_ENTITIES = 500;

export const RANKER_DEFAULTS: RankerSettings = { generated: 5_000, judgedWeight: 10, seed: 20 };

/** The parts of a catalogue's ranker, and what it was measured at on queries that its trees had not seen. */
export interface CatalogueRanker {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly figures: Readonly<Record<string, number>>;
}

/** Queries whose answer is known from use or from collections that may ship. */
export interface JudgedUse {
  readonly queries: readonly JudgedQuery[];
  /** The catalogue's memory without these queries. */
  readonly memory?: MemoryIndex | undefined;
}

/**
 * Trains the ranker of a catalogue on queries made of its names and on judged ones.
 * @param strategies whose memory has not seen the judged queries
 * @param judged none at cold start
 * @returns undefined for a catalogue of too few entities: one without a ranker is ranked by fusion
 */
export function catalogueRanker(
  table: EntityTable,
  strategies: readonly Strategy[],
  judged: JudgedUse = { queries: [] },
  settings: Partial<RankerSettings> = {},
): CatalogueRanker | undefined {
  return new RankerLists(table, strategies, settings).train(judged);
}

/** The lists of made queries that a catalogue's ranker learns from, made once, so that several rankers can be trained. */
export class RankerLists {
  readonly #table: EntityTable;
  readonly #strategies: readonly Strategy[];
  readonly #settings: RankerSettings;
  readonly #generated: readonly RankedList[] = [];

  constructor(table: EntityTable, strategies: readonly Strategy[], settings: Partial<RankerSettings> = {}) {
    this.#settings = { ...RANKER_DEFAULTS, ...settings };
    this.#table = table;
    this.#strategies = strategies;
    if (table.count < LEAST_ENTITIES) return;
    const { generated, seed } = this.#settings;
    const random = seeded(seed);
    const queries = generateQueries(table, random, { queries: Math.min(generated, 2 * table.count) });
    const maker = new ListMaker(table, table.kinds, strategies, LIST_DEFAULTS, random);
    this.#generated = asUsual(queries.flatMap((query) => maker.list(query) ?? []));
  }

  /** @returns undefined for too few lists */
  train(judged: JudgedUse = { queries: [] }): CatalogueRanker | undefined {
    if (this.#table.count < LEAST_ENTITIES) return undefined;
    const lists = [...this.#generated, ...this.#judgedLists(judged)];
    if (lists.length < LEAST_LISTS) return undefined;
    const { head, searchHead, exactDepth } = LIST_DEFAULTS;
    // Trees that learned from names alone know little of searches: what is behind keeps the order of the strategies.
    const hasSearches = judged.queries.some(({ query }) => isSearch(query));
    const trained = trainRanker(
      lists,
      { kinds: this.#table.kinds, head, searchHead: hasSearches ? searchHead : head, exactDepth },
      { seed: this.#settings.seed },
    );
    return { parts: encodeRanker(trained.model), figures: figuresOf(trained) };
  }

  /** Each query as a memory sees it that remembers others: where the same was asked again, that is as in use. */
  #judgedLists({ queries, memory }: JudgedUse): RankedList[] {
    const { judgedWeight, seed } = this.#settings;
    const random = seeded(seed + 1);
    return Array.from({ length: MEMORY_FOLDS }, (_, fold) => fold).flatMap((fold) => {
      const own = queries.filter((_, place) => place % MEMORY_FOLDS === fold);
      const others = queries.filter((_, place) => place % MEMORY_FOLDS !== fold);
      const strategies = memory ? remembering(this.#strategies, this.#table, memory, others) : this.#strategies;
      const maker = new ListMaker(this.#table, this.#table.kinds, strategies, LIST_DEFAULTS, random);
      return own.flatMap((query) => {
        const list = maker.list(query);
        return list ? [{ ...list, weight: judgedWeight * list.weight }] : [];
      });
    });
  }
}

/**
 * Made queries hide many entities, so that trees see what "none of these" looks like. Requests mean nothing that is listed
 * less often: probabilities are fitted to as many lists without an answer as are NONE_SHARE of those that count.
 */
function asUsual(lists: readonly RankedList[]): RankedList[] {
  const isNone = ({ grades }: RankedList) => grades[grades.length - 1] > 0;
  const none = lists.filter(isNone).length;
  const kept = Math.min(none, Math.round((NONE_SHARE / (1 - NONE_SHARE)) * (lists.length - none)));
  let seen = 0;
  return lists.map((list) => {
    if (!isNone(list)) return list;
    // Spread evenly over the lists.
    const before = Math.floor((seen * kept) / none);
    seen++;
    return { ...list, calibrates: Math.floor((seen * kept) / none) > before };
  });
}

/**
 * Of the held-out lists that calibrate: in how many the null entity is right, how often the most probable answer, the null entity among them, is right; nDCG@10 of the lists
 * in which an entity is; and ECE of the most probable answer, whose isotonic line was fitted on the same lists.
 */
function figuresOf({ model, outOfFold }: TrainedRanker): Record<string, number> {
  const confidences = new Float64Array(outOfFold.length);
  const rights = new Float64Array(outOfFold.length);
  const gains: number[] = [];
  let none = 0;
  for (const [list, { scores, grades }] of outOfFold.entries()) {
    const count = scores.length - 1;
    const probabilities = scores.slice();
    calibrateList(probabilities, count, model.calibration);
    const order = [...probabilities.keys()].sort((one, other) => probabilities[other] - probabilities[one]);
    [confidences[list], rights[list]] = [probabilities[order[0]], grades[order[0]] > 0 ? 1 : 0];
    if (grades[count] > 0) {
      none++;
      continue;
    }
    const entities = order.filter((place) => place < count).map((place) => grades[place]);
    gains.push(normalisedGain({ grades: entities, relevant: entities.filter((grade) => grade > 0) }, 10));
  }
  const utterances = Int32Array.from(outOfFold.keys());
  return {
    rankedLists: outOfFold.length,
    rankedNone: outOfFold.length === 0 ? 0 : none / outOfFold.length,
    rankedFirst: mean(rights),
    rankedNdcg10: mean(gains),
    rankedEce: expectedCalibrationError({ confidences, rights, utterances }),
  };
}

function mean(values: ArrayLike<number> & Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
