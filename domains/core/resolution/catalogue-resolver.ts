import { NluError } from '../../../serving/errors.js';
import { CandidateUnion } from './candidate-union.js';
import type { EntityTable } from './entities/entity-table.js';
import type { EntityQuery } from './entity-query.js';
import type { EntityResolver, SlotTarget } from './entity-resolver.js';
import { type AlwaysDepths, alwaysDepth } from './policy/always-depth.js';
import { ALWAYS, type StrategyPolicy } from './policy/strategy-policy.js';
import type { EntityRanker, UnionRanking } from './ranking/entity-ranker.js';
import { keepExact } from './ranking/keep-exact.js';
import { shareAlike } from './ranking/share-alike.js';
import type { Resolution, ResolvedEntity } from './resolution.js';
import { freeQuery, slotQuery } from './slot-query.js';
import { STRATEGIES, type Strategy, type StrategyName } from './strategies/strategy.js';

/** What a resolver is made of. */
export interface ResolverParts extends AlwaysDepths {
  readonly table: EntityTable;
  /** In the order of STRATEGIES. */
  readonly strategies: readonly Strategy[];
  readonly slotTargets: ReadonlyMap<string, readonly SlotTarget[]>;
  readonly policy: StrategyPolicy;
  readonly ranker: EntityRanker;
}

/** A resolver over one catalogue; for calls one after the other, since its parts use their buffers again. */
export function catalogueResolver({ table, strategies, slotTargets, ...parts }: ResolverParts): EntityResolver {
  const { policy, ranker } = parts;
  const fixed = strategies.filter(({ name }) => ALWAYS.includes(name));
  const chosen = strategies.filter(({ name }) => !ALWAYS.includes(name));
  const chosenNames = chosen.map(({ name }) => name);
  const union = new CandidateUnion();

  function resolveQuery(query: EntityQuery, requestId: string, most: number): Resolution {
    const propensities: Partial<Record<StrategyName, number>> = {};
    union.clear();
    // 2. The strategies that always run.
    for (const strategy of fixed) {
      // What is found by now, exact has found.
      const depth = alwaysDepth(strategy.name, query, union.count > 0, parts);
      union.add(strategy.name, strategy.retrieve(query, depth));
      propensities[strategy.name] = 1;
    }
    // 3. Those that the policy chooses, all by what the first have found.
    const choices = policy.choose(query, union, requestId, chosenNames);
    for (const [index, strategy] of chosen.entries()) {
      propensities[strategy.name] = choices[index].propensity;
      // 4. Their candidates join the others'.
      if (choices[index].depth > 0) union.add(strategy.name, strategy.retrieve(query, choices[index].depth));
    }
    // 5. Probabilities; what was looked for by chance displaces no exact match.
    const ranking = ranker.rank(query, union);
    shareAlike(ranking, union, table);
    keepExact(
      ranking,
      union,
      chosenNames.filter((_, index) => choices[index].propensity < 1),
    );
    // 6. The most probable, with what the catalogue says of them.
    return {
      entities: mostProbable(ranking, most).map((at) => resolved(at, ranking)),
      none: ranking.none,
      propensities,
    };
  }

  function resolved(at: number, { probabilities }: UnionRanking): ResolvedEntity {
    const strategies = STRATEGIES.filter((name) => union.isFoundBy(at, name));
    return { ...entityOf(union.rows[at]), probability: probabilities[at], strategies };
  }

  function entityOf(row: number): ResolvedEntity {
    return {
      id: table.idOf(row),
      kind: table.kinds[table.kindOf(row)],
      title: table.titleOf(row),
      creators: table.creatorsOf(row),
      year: table.yearOf(row),
      probability: 1,
      strategies: [],
    };
  }

  return {
    slotTargets,
    resolve(slots, context, requestId, most) {
      // 1. What the slots ask for.
      const query = slotQuery(slots, slotTargets, table.kinds, context);
      return query && resolveQuery(query, requestId, most);
    },
    search(text, kinds, context, requestId, most) {
      const query = freeQuery(text, kindIndexes(table.kinds, kinds), context);
      return resolveQuery(query, requestId, most);
    },
    lookUp(id) {
      const row = table.rowOf(id);
      return row === undefined ? undefined : entityOf(row);
    },
  };
}

/** The places of the most probable candidates in the union; equal ones in the union's order. */
function mostProbable({ probabilities }: UnionRanking, most: number): number[] {
  return Array.from(probabilities, (_, at) => at)
    .sort((one, other) => probabilities[other] - probabilities[one] || one - other)
    .slice(0, most);
}

function kindIndexes(known: readonly string[], kinds: readonly string[]): number[] {
  return kinds.map((kind) => {
    const index = known.indexOf(kind);
    if (index >= 0) return index;
    throw new NluError('INVALID_ARGUMENT', `kinds: the catalogue has no ${kind}; it has ${known.join(', ') || 'none'}`);
  });
}
