import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { PolicyFeatures } from '../../../domains/core/resolution/policy/policy-features.js';
import type { StrategyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { encodePolicy } from '../../../domains/core/resolution/policy/policy-parts.js';
import { ALWAYS } from '../../../domains/core/resolution/policy/strategy-policy.js';
import type { Candidate, Strategy, StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';
import { seeded } from '../../numeric/random.js';
import { LEAST_ENTITIES } from '../ranking/catalogue-ranker.js';
import { generateQueries } from '../ranking/generated-queries.js';
import { checkJudgedQuery, type JudgedQuery } from '../ranking/judged-query.js';
import { alwaysFound, rewardOf } from './found-first.js';
import { laplaceFit, type SeenLook } from './laplace.js';
import { COSTS, EXPLORATION, PRICE } from './policy-terms.js';
import { priorBelief } from './policy-trainer.js';

const [, , DEEPEST] = DEPTHS;
/** Queries that are made of the catalogue's names; no more than two for each entity. */
const GENERATED = 3_000;
const SEED = 21;
/** What a look finds of what the deepest one finds, and how many finds that is believed like, before anything was seen. */
const [PRIOR_SHARE, PRIOR_FINDS] = [0.8, 4];
/**
 * What a made query counts beside one that was asked: queries that are made of names say which way the wind blows, and use
 * has to be able to turn the policy.
 */
const MADE_WEIGHT = 0.2;

/** What every strategy that a policy decides on would have come to for one query. */
export interface SeenQuery {
  readonly features: Float64Array;
  /** By strategy: its reward by depth, as DEPTHS. */
  readonly rewards: ReadonlyMap<StrategyName, readonly number[]>;
  readonly weight: number;
}

/** Asks every strategy about judged queries, so that nothing depends on what a policy would have chosen. */
export function seenQueries(
  table: EntityTable,
  strategies: readonly Strategy[],
  queries: readonly JudgedQuery[],
): SeenQuery[] {
  const [union, features] = [new CandidateUnion(), new PolicyFeatures(table)];
  return queries.map((judged) => {
    checkJudgedQuery(judged);
    const { query, grades, hidden, weight } = judged;
    const retrieve = (strategy: Strategy): readonly Candidate[] => {
      const found = strategy.retrieve(query, DEEPEST + (hidden?.size ?? 0));
      return (hidden ? found.filter(({ row }) => !hidden.has(row)) : found).slice(0, DEEPEST);
    };
    union.clear();
    for (const strategy of strategies) if (ALWAYS.includes(strategy.name)) union.add(strategy.name, retrieve(strategy));
    features.read(query, union);
    const accepted = (row: number) => (grades.get(row) ?? 0) > 0;
    const always = alwaysFound(union, accepted);
    const rewards = new Map<StrategyName, readonly number[]>();
    for (const strategy of strategies) {
      if (ALWAYS.includes(strategy.name)) continue;
      const found = retrieve(strategy);
      rewards.set(
        strategy.name,
        DEPTHS.map((depth) => rewardOf(always, found.slice(0, depth), accepted)),
      );
    }
    return { features: features.values.slice(), rewards, weight };
  });
}

/** What is believed of the strategies after queries of which everything was seen. */
export function strategiesBySeen(names: readonly StrategyName[], seen: readonly SeenQuery[]): StrategyModel[] {
  return names.map((strategy) => {
    const of = ({ rewards }: SeenQuery) => rewards.get(strategy) ?? DEPTHS.map(() => 0);
    const looks = seen.map((each): SeenLook => {
      return { features: each.features, share: 1, reward: of(each)[2], weight: each.weight };
    });
    const finds = (depth: number) => seen.reduce((sum, each) => sum + each.weight * of(each)[depth], 0);
    const share = (finds(1) + PRIOR_SHARE * PRIOR_FINDS) / (finds(2) + PRIOR_FINDS);
    return { strategy, shares: [0, share, 1], costs: COSTS[strategy], ...laplaceFit(looks, priorBelief()) };
  });
}

/**
 * The parts of the policy that a catalogue begins with: learned from queries that its names lead to expect.
 * @param judged queries whose answer is known from use or from collections that may ship; none at cold start
 * @returns undefined for a catalogue of too few entities: one without a policy asks every strategy
 */
export function cataloguePolicy(
  table: EntityTable,
  strategies: readonly Strategy[],
  judged: readonly JudgedQuery[] = [],
): ReadonlyMap<string, Uint8Array> | undefined {
  if (table.count < LEAST_ENTITIES) return undefined;
  const made = generateQueries(table, seeded(SEED), { queries: Math.min(GENERATED, 2 * table.count) });
  const queries = [...made.map((query) => ({ ...query, weight: MADE_WEIGHT * query.weight })), ...judged];
  const names = strategies.map(({ name }) => name).filter((name) => !ALWAYS.includes(name));
  const models = strategiesBySeen(names, seenQueries(table, strategies, queries));
  return encodePolicy({ price: PRICE, exploration: EXPLORATION, strategies: models });
}
