import { openStrategies } from '../../../domains/core/resolution/bundle/strategy-parts.js';
import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import { columnTable } from '../../../domains/core/resolution/entities/column-table.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import { alwaysDepth } from '../../../domains/core/resolution/policy/always-depth.js';
import type { EntityRanker } from '../../../domains/core/resolution/ranking/entity-ranker.js';
import { fusedRanker } from '../../../domains/core/resolution/ranking/fused-ranker.js';
import { decodeRanker } from '../../../domains/core/resolution/ranking/ranker-parts.js';
import { trainedRanker } from '../../../domains/core/resolution/ranking/trained-ranker.js';
import { decodeMemory } from '../../../domains/core/resolution/strategies/memory/memory-index.js';
import { STRATEGIES, type Strategy, type StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';
import { remembering } from '../../../training/entities/memory/judged-memory.js';
import { type CatalogueRanker, RankerLists } from '../../../training/entities/ranking/catalogue-ranker.js';
import { LIST_DEFAULTS } from '../../../training/entities/ranking/ranked-list.js';
import { STRATEGY_BUILDERS } from '../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../training/entities/table-builder.js';
import { foldsOf, rankingJudged } from './folds.js';
import { DEPTH } from './hits.js';
import type { Found, Search, System, Task } from './task.js';

/** The strategies that this build has. */
const BUILT: readonly StrategyName[] = STRATEGY_BUILDERS.flatMap(({ names }) => names);

/** What every strategy and the union are made of, built once for each catalogue. */
const catalogues = new WeakMap<Task, ReturnType<typeof build>>();

async function build({ entities }: Task) {
  const each = async function* () {
    yield* entities;
  };
  const table = columnTable(await buildEntityColumns(each(), () => 'the catalogue of the bench'));
  const parts = new Map<string, Uint8Array>();
  for (const builder of STRATEGY_BUILDERS) {
    process.stderr.write(`  builds ${builder.names.join(', ')}\n`);
    for (const [name, part] of await builder.build({ entities: each, table, parts })) parts.set(name, part);
  }
  return { table, parts, strategies: openStrategies(BUILT, parts, table) };
}

/** Table and strategies of a task's catalogue, built once. */
export function builtCatalogue(task: Task): ReturnType<typeof build> {
  const known = catalogues.get(task) ?? build(task);
  catalogues.set(task, known);
  return known;
}

/** One strategy of ours alone. */
function alone(name: StrategyName): System {
  return {
    name,
    async build(task): Promise<Search> {
      const strategy = (await builtCatalogue(task)).strategies.find((each) => each.name === name);
      return (query, depth) => ({ rows: strategy?.retrieve(query, depth).map(({ row }) => row) ?? [] });
    },
  };
}

/** All strategies, their candidates ranked as one list. */
const union: System = {
  name: 'union',
  async build(task): Promise<Search> {
    const { table, strategies } = await builtCatalogue(task);
    const ranker = fusedRanker(table);
    return searchBy(() => ranker, strategies);
  },
};

/** The union by trees that were trained on queries made of the names alone, as a catalogue without use is ranked. */
const ranked: System = {
  name: 'ranked',
  async build(task): Promise<Search> {
    const { table, strategies } = await builtCatalogue(task);
    const ranker = madeOf(new RankerLists(table, strategies).train(), table);
    return searchBy(() => ranker, strategies, LIST_DEFAULTS.exactDepth);
  },
};

/**
 * The union by trees and a memory that learned from the collection's own judged queries, too: of each fold by those that
 * saw the other folds alone.
 */
const judged: System = {
  name: 'judged',
  learns: true,
  async build(task): Promise<Search> {
    const { table, strategies, parts } = await builtCatalogue(task);
    const { folds, foldOf } = foldsOf(task.queries);
    const lists = new RankerLists(table, strategies);
    const memory = decodeMemory(parts, table.count);
    const searches = Array.from({ length: folds }, (_, fold) => {
      process.stderr.write(`  trains for fold ${fold + 1} of ${folds}\n`);
      const seen = task.queries.filter(({ query }) => foldOf(query) !== fold).map(rankingJudged);
      const ranker = madeOf(lists.train({ queries: seen, memory }), table);
      return searchBy(() => ranker, remembering(strategies, table, memory, seen), LIST_DEFAULTS.exactDepth);
    });
    return (query, depth) => searches[foldOf(query)]!(query, depth);
  },
};

function madeOf(made: CatalogueRanker | undefined, table: Parameters<typeof fusedRanker>[0]): EntityRanker {
  return made ? trainedRanker(decodeRanker(made.parts), table) : fusedRanker(table);
}

function searchBy(
  rankerOf: (query: EntityQuery) => EntityRanker,
  strategies: readonly Strategy[],
  exactDepth?: number,
): Search {
  const found = new CandidateUnion();
  return (query, depth): Found => {
    found.clear();
    for (const strategy of strategies) {
      const isNamed = strategy.name === 'lexical' && found.count > 0;
      const most = alwaysDepth(strategy.name, query, isNamed, { depth: Math.min(depth, DEPTH), exactDepth });
      found.add(strategy.name, strategy.retrieve(query, most));
    }
    const { probabilities } = rankerOf(query).rank(query, found);
    const order = Array.from(probabilities, (_, at) => at)
      .sort((one, other) => probabilities[other]! - probabilities[one]! || one - other)
      .slice(0, depth);
    return { rows: order.map((at) => found.rows[at]!), probabilities: order.map((at) => probabilities[at]!) };
  };
}

/** Each of our strategies, and their union: by fusion, by a trained ranker, and by one that learned from use. */
export const ours: readonly System[] = [
  ...STRATEGIES.filter((name) => BUILT.includes(name)).map(alone),
  union,
  ranked,
  judged,
];
