import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { isSearch } from '../../../domains/core/resolution/entity-query.js';
import { calibrateList } from '../../../domains/core/resolution/ranking/list-calibration.js';
import { encodeRanker } from '../../../domains/core/resolution/ranking/ranker-parts.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import { expectedCalibrationError } from '../../metrics/calibration.js';
import { normalisedGain } from '../../metrics/retrieval/retrieval-measures.js';
import { seeded } from '../../numeric/random.js';
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

/** Names of fewer entities say too little of how candidates compare. */
export const LEAST_ENTITIES = 500;

export const RANKER_DEFAULTS: RankerSettings = { generated: 5_000, judgedWeight: 10, seed: 20 };

/** The parts of a catalogue's ranker, and what it was measured at on queries that its trees had not seen. */
export interface CatalogueRanker {
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Trains the ranker of a catalogue on queries made of its names and on judged ones.
 * @param judged queries whose answer is known from use or from collections that may ship; none at cold start
 * @returns undefined for a catalogue of too few entities: one without a ranker is ranked by fusion
 */
export function catalogueRanker(
  table: EntityTable,
  strategies: readonly Strategy[],
  judged: readonly JudgedQuery[] = [],
  settings: Partial<RankerSettings> = {},
): CatalogueRanker | undefined {
  return new RankerLists(table, strategies, judged, settings).train();
}

/** The lists that a catalogue's ranker learns from, made once, so that rankers can be trained on parts of them. */
export class RankerLists {
  readonly #table: EntityTable;
  readonly #seed: number;
  readonly #generated: readonly RankedList[] = [];
  /** With the place of each in what was judged. */
  readonly #judged: readonly { readonly place: number; readonly search: boolean; readonly list: RankedList }[] = [];

  constructor(
    table: EntityTable,
    strategies: readonly Strategy[],
    judged: readonly JudgedQuery[],
    settings: Partial<RankerSettings> = {},
  ) {
    const { generated, judgedWeight, seed } = { ...RANKER_DEFAULTS, ...settings };
    this.#table = table;
    this.#seed = seed;
    if (table.count < LEAST_ENTITIES) return;
    const random = seeded(seed);
    const queries = generateQueries(table, random, { queries: Math.min(generated, 2 * table.count) });
    const maker = new ListMaker(table, table.kinds, strategies, LIST_DEFAULTS, random);
    this.#generated = queries.flatMap((query) => maker.list(query) ?? []);
    this.#judged = judged.flatMap((query, place) => {
      const list = maker.list(query);
      return list
        ? [{ place, search: isSearch(query.query), list: { ...list, weight: judgedWeight * list.weight } }]
        : [];
    });
  }

  /**
   * @param takes whether to learn from the judged query of a place; all of them by default
   * @returns undefined for too few lists
   */
  train(takes: (place: number) => boolean = () => true): CatalogueRanker | undefined {
    const judged = this.#judged.filter(({ place }) => takes(place));
    const lists = [...this.#generated, ...judged.map(({ list }) => list)];
    if (lists.length < LEAST_LISTS) return undefined;
    const { head, searchHead } = LIST_DEFAULTS;
    // Trees that learned from names alone know little of searches: what is behind keeps the order of the strategies.
    const hasSearches = judged.some(({ search }) => search);
    const trained = trainRanker(
      lists,
      { kinds: this.#table.kinds, head, searchHead: hasSearches ? searchHead : head },
      { seed: this.#seed },
    );
    return { parts: encodeRanker(trained.model), figures: figuresOf(trained) };
  }
}

/**
 * Of the held-out lists: how often the most probable answer, the null entity among them, is right; nDCG@10 of the lists
 * in which an entity is; and ECE of the most probable answer, whose isotonic line was fitted on the same lists.
 */
function figuresOf({ model, outOfFold }: TrainedRanker): Record<string, number> {
  const confidences = new Float64Array(outOfFold.length);
  const rights = new Float64Array(outOfFold.length);
  const gains: number[] = [];
  for (const [list, { scores, grades }] of outOfFold.entries()) {
    const count = scores.length - 1;
    const probabilities = scores.slice();
    calibrateList(probabilities, count, model.calibration);
    const order = [...probabilities.keys()].sort((one, other) => probabilities[other] - probabilities[one]);
    [confidences[list], rights[list]] = [probabilities[order[0]], grades[order[0]] > 0 ? 1 : 0];
    if (grades[count] > 0) continue;
    const entities = order.filter((place) => place < count).map((place) => grades[place]);
    gains.push(normalisedGain({ grades: entities, relevant: entities.filter((grade) => grade > 0) }, 10));
  }
  const utterances = Int32Array.from(outOfFold.keys());
  return {
    rankedLists: outOfFold.length,
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
