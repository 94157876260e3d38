import { openStrategies } from '../../../domains/core/resolution/bundle/strategy-parts.js';
import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import { columnTable } from '../../../domains/core/resolution/entities/column-table.js';
import type { Entity } from '../../../domains/core/resolution/entities/entity.js';
import type { EntityRanker } from '../../../domains/core/resolution/ranking/entity-ranker.js';
import { fusedRanker } from '../../../domains/core/resolution/ranking/fused-ranker.js';
import { decodeRanker } from '../../../domains/core/resolution/ranking/ranker-parts.js';
import { trainedRanker } from '../../../domains/core/resolution/ranking/trained-ranker.js';
import { STRATEGIES, type Strategy, type StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';
import { catalogueRanker } from '../../../training/entities/ranking/catalogue-ranker.js';
import { STRATEGY_BUILDERS } from '../../../training/entities/strategy-builders.js';
import { buildEntityColumns } from '../../../training/entities/table-builder.js';
import { DEPTH } from './hits.js';
import type { Search, System } from './task.js';

/** The strategies that this build has. */
const BUILT: readonly StrategyName[] = STRATEGY_BUILDERS.flatMap(({ names }) => names);

/** What every strategy and the union are made of, built once for each catalogue. */
const catalogues = new WeakMap<readonly Entity[], ReturnType<typeof build>>();

async function build(entities: readonly Entity[]) {
  const each = async function* () {
    yield* entities;
  };
  const table = columnTable(await buildEntityColumns(each(), () => 'the catalogue of the bench'));
  const parts = new Map<string, Uint8Array>();
  for (const builder of STRATEGY_BUILDERS) {
    for (const [name, part] of await builder.build({ entities: each, table, parts })) parts.set(name, part);
  }
  return { table, strategies: openStrategies(BUILT, parts, table) };
}

function built(entities: readonly Entity[]): ReturnType<typeof build> {
  const known = catalogues.get(entities) ?? build(entities);
  catalogues.set(entities, known);
  return known;
}

/** One strategy of ours alone. */
function alone(name: StrategyName): System {
  return {
    name,
    async build(entities): Promise<Search> {
      const strategy = (await built(entities)).strategies.find((each) => each.name === name);
      return (query, depth) => strategy?.retrieve(query, depth).map(({ row }) => row) ?? [];
    },
  };
}

/** All strategies, their candidates ranked as one list. */
const union: System = {
  name: 'union',
  async build(entities): Promise<Search> {
    const { table, strategies } = await built(entities);
    return searchBy(fusedRanker(table), strategies);
  },
};

/** The union as a catalogue's bundle ranks it: by trees that were trained on queries made of the names alone. */
const ranked: System = {
  name: 'ranked',
  async build(entities): Promise<Search> {
    const { table, strategies } = await built(entities);
    const made = catalogueRanker(table, strategies);
    const ranker = made ? trainedRanker(decodeRanker(made.parts), table) : fusedRanker(table);
    return searchBy(ranker, strategies);
  },
};

function searchBy(ranker: EntityRanker, strategies: readonly Strategy[]): Search {
  const found = new CandidateUnion();
  return (query, depth) => {
    found.clear();
    for (const strategy of strategies) found.add(strategy.name, strategy.retrieve(query, Math.min(depth, DEPTH)));
    const { probabilities } = ranker.rank(query, found);
    return Array.from(probabilities, (_, at) => at)
      .sort((one, other) => probabilities[other]! - probabilities[one]! || one - other)
      .slice(0, depth)
      .map((at) => found.rows[at]!);
  };
}

/** Each of our strategies, and their union, by fusion and by a trained ranker. */
export const ours: readonly System[] = [...STRATEGIES.filter((name) => BUILT.includes(name)).map(alone), union, ranked];
