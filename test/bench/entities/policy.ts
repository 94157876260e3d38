import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import type { EntityQuery } from '../../../domains/core/resolution/entity-query.js';
import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { choiceOf } from '../../../domains/core/resolution/policy/learned-policy.js';
import { PolicyFeatures } from '../../../domains/core/resolution/policy/policy-features.js';
import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { ALWAYS } from '../../../domains/core/resolution/policy/strategy-policy.js';
import { STRATEGIES, type Strategy, type StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';
import { offPolicyEstimates } from '../../../training/entities/off-policy/estimates.js';
import { weighedDecisions } from '../../../training/entities/off-policy/weighed-decisions.js';
import { seenQueries, strategiesBySeen } from '../../../training/entities/policy/catalogue-policy.js';
import { alwaysFound, rewardOf } from '../../../training/entities/policy/found-first.js';
import type { LoggedDecision } from '../../../training/entities/policy/logged-decision.js';
import { COSTS, EXPLORATION, PRICE } from '../../../training/entities/policy/policy-terms.js';
import { updatedStrategies } from '../../../training/entities/policy/policy-trainer.js';
import { generateQueries } from '../../../training/entities/ranking/generated-queries.js';
import { seeded, shuffle } from '../../../training/numeric/random.js';
import { builtCatalogue } from './strategies.js';
import type { Task } from './task.js';

/** What every look would have come to for one query. */
interface Known {
  readonly features: Float64Array;
  /** By strategy of `CHOSEN` and depth of DEPTHS. */
  readonly rewards: readonly (readonly number[])[];
}

/** What a policy that learns while it is asked comes to, beside what is best after the fact. */
export interface PolicyFigures {
  readonly requests: number;
  /** Orders in which the learning policy is worth more than the best single further strategy, of `orders`. */
  readonly better: number;
  readonly orders: number;
  /** Mean worth of a request: learning from scratch of use, by the cold start alone, best single strategy, all, oracle. */
  readonly learning: number;
  readonly cold: number;
  readonly single: number;
  readonly singleName: string;
  readonly every: number;
  readonly oracle: number;
  /** Share of the logs whose 95 % bootstrap intervals hold the true worth, and of Bernstein's for DR. */
  readonly coverage: Readonly<Record<'ips' | 'snips' | 'dr' | 'bernstein', number>>;
  /** Mean µs of a look at each of DEPTHS, the shortest of TRIES for each query, as it was here. */
  readonly microseconds: Readonly<Record<string, readonly number[]>>;
}

const CHOSEN: readonly StrategyName[] = STRATEGIES.filter((name) => !ALWAYS.includes(name));
const ORDERS = 100;
/** Requests between two updates, as a learner of every some minutes has them. */
const BATCH = 100;
const GENERATED = 2_000;
const MADE_WEIGHT = 0.2;
/** Looks at each query that are timed: another process, and compiling, only ever add to the shortest. */
const TRIES = 5;
const LOGS = 200;
const LOGGED = 1_000;

/** Plays a task's requests in shuffled orders to a policy that learns from them. */
export async function policyFigures(task: Task): Promise<PolicyFigures> {
  const { queries } = task;
  const { table, strategies } = await builtCatalogue(task);
  const own = strategies.filter(({ name }) => CHOSEN.includes(name));
  const names = own.map(({ name }) => name);
  const [union, features] = [new CandidateUnion(), new PolicyFeatures(table)];
  const known = queries.flatMap(({ query, right, liked }): Known[] => {
    const accepted = liked ?? right;
    if (accepted.size === 0) return [];
    union.clear();
    for (const strategy of strategies)
      if (ALWAYS.includes(strategy.name)) union.add(strategy.name, strategy.retrieve(query, DEPTHS[2]));
    features.read(query, union);
    const always = alwaysFound(union, (row) => accepted.has(row));
    const rewards = own.map((strategy) => {
      const found = strategy.retrieve(query, DEPTHS[2]);
      return DEPTHS.map((depth) => rewardOf(always, found.slice(0, depth), (row) => accepted.has(row)));
    });
    return [{ features: features.values.slice(), rewards }];
  });
  const made = generateQueries(table, seeded(21), { queries: GENERATED });
  const seen = seenQueries(
    table,
    strategies,
    made.map((each) => ({ ...each, weight: MADE_WEIGHT })),
  );
  const start: PolicyModel = {
    version: 'cold',
    price: PRICE,
    exploration: EXPLORATION,
    strategies: strategiesBySeen(names, seen),
  };
  const worth = ({ rewards }: Known, strategy: number, depth: number) =>
    rewards[strategy]![depth]! - PRICE * COSTS[names[strategy]!][depth]!;
  const mean = (of: (each: Known) => number) => known.reduce((sum, each) => sum + of(each), 0) / known.length;
  const singles = names.flatMap((name, index) =>
    [1, 2].map((depth) => ({ name: `${name} ${DEPTHS[depth]}`, worth: mean((each) => worth(each, index, depth)) })),
  );
  const single = singles.reduce((one, other) => (other.worth > one.worth ? other : one));

  function play(order: Int32Array, run: number, learns: boolean): number {
    let [policy, total] = [start, 0];
    let log: LoggedDecision[] = [];
    for (const [at, index] of order.entries()) {
      const each = known[index]!;
      for (const [strategy, name] of names.entries()) {
        const requestId = `${run}-${index}`;
        const { depth, propensity } = choiceOf(policy, each.features, requestId, name);
        const chosen = DEPTHS.indexOf(depth);
        total += worth(each, strategy, chosen);
        const reward = each.rewards[strategy]![chosen]!;
        log.push({ requestId, strategy: name, features: each.features, depth, propensity, reward });
      }
      if (!learns || (at + 1) % BATCH !== 0) continue;
      policy = { ...policy, version: `${run}-${at}`, strategies: updatedStrategies(policy, log) };
      log = [];
    }
    return total / known.length;
  }

  const random = seeded(1);
  let [better, learning, cold] = [0, 0, 0];
  for (let run = 0; run < ORDERS; run++) {
    const order = Int32Array.from(known.keys());
    shuffle(order, random);
    const reached = play(order, run, true);
    learning += reached / ORDERS;
    cold += play(order, run, false) / ORDERS;
    if (reached > single.worth) better++;
  }
  return {
    requests: known.length,
    better,
    orders: ORDERS,
    learning,
    cold,
    single: single.worth,
    singleName: single.name,
    every: mean((each) => names.reduce((sum, _, strategy) => sum + worth(each, strategy, 2), 0)),
    oracle: mean((each) =>
      names.reduce((sum, _, strategy) => sum + Math.max(...DEPTHS.map((_, depth) => worth(each, strategy, depth))), 0),
    ),
    coverage: coverage(),
    microseconds: Object.fromEntries(own.map((strategy) => [strategy.name, lookTimes(strategy, task)])),
  };

  /** Logs of the cold policy, drawn with replacement, for one that is shifted to look more often. */
  function coverage(): PolicyFigures['coverage'] {
    const other: PolicyModel = { ...start, version: 'other', price: PRICE / 2, exploration: 0.1 };
    const all = known.flatMap((each) =>
      names.flatMap((strategy, index) =>
        DEPTHS.map((depth, at): LoggedDecision => {
          const reward = each.rewards[index]![at]!;
          return { requestId: '', strategy, features: each.features, depth, propensity: 1, reward };
        }),
      ),
    );
    const truth =
      weighedDecisions(other, start, all).reduce((sum, { target, value }) => sum + target * value, 0) / known.length;
    const held = { ips: 0, snips: 0, dr: 0, bernstein: 0 };
    for (let run = 0; run < LOGS; run++) {
      const log: LoggedDecision[] = [];
      for (let request = 0; request < LOGGED; request++) {
        const each = known[random.below(known.length)]!;
        const requestId = `log-${run}-${request}`;
        for (const [index, strategy] of names.entries()) {
          const choice = choiceOf(start, each.features, requestId, strategy);
          const reward = each.rewards[index]![DEPTHS.indexOf(choice.depth)]!;
          log.push({ requestId, strategy, features: each.features, ...choice, reward });
        }
      }
      const estimates = offPolicyEstimates(weighedDecisions(other, start, log), { resamples: 300, seed: run });
      for (const name of ['ips', 'snips', 'dr'] as const) {
        const { low, high } = estimates[name].interval;
        if (low <= truth && truth <= high) held[name] += 1 / LOGS;
      }
      const { low, high } = estimates.dr.bernstein;
      if (low <= truth && truth <= high) held.bernstein += 1 / LOGS;
    }
    return held;
  }
}

/** By depth: the mean µs of a look, 0 for none; of `structured` where the query's words are wished for as creators, too. */
function lookTimes(strategy: Strategy, { queries }: Task): number[] {
  const asked = queries.map(({ query }): EntityQuery => {
    if (strategy.name !== 'structured') return query;
    return { ...query, constraints: [{ field: 'creators', words: query.words }] };
  });
  return DEPTHS.map((depth) => {
    if (depth === 0) return 0;
    let sum = 0;
    for (const query of asked) {
      let best = Number.POSITIVE_INFINITY;
      for (let tries = 0; tries < TRIES; tries++) {
        const begun = performance.now();
        strategy.retrieve(query, depth);
        best = Math.min(best, performance.now() - begun);
      }
      sum += best;
    }
    return (1_000 * sum) / queries.length;
  });
}
