import { combine, hashText } from '../../numeric/hash.js';
import type { CandidateUnion } from '../candidate-union.js';
import type { EntityTable } from '../entities/entity-table.js';
import type { EntityQuery } from '../entity-query.js';
import type { StrategyName } from '../strategies/strategy.js';
import { DEPTHS, depthAt, depthPropensities } from './depth-choice.js';
import { PolicyFeatures } from './policy-features.js';
import { linearPredictor, type PolicyModel } from './policy-model.js';
import type { StrategyChoice, StrategyPolicy } from './strategy-policy.js';

const DEEPEST: StrategyChoice = { depth: DEPTHS[DEPTHS.length - 1], propensity: 1 };

/**
 * Decides by what was learned: a Thompson draw of each strategy's log-odds, minus a price for its time.
 * @param table that the unions' rows are of
 */
export function learnedPolicy(model: PolicyModel, table: EntityTable): StrategyPolicy {
  const features = new PolicyFeatures(table);
  return {
    version: model.version,
    choose(query: EntityQuery, found: CandidateUnion, requestId: string, strategies: readonly StrategyName[]) {
      features.read(query, found);
      return strategies.map((strategy) => choiceOf(model, features.values, requestId, strategy));
    },
  };
}

/** What a policy chooses for a strategy. @param features of the query, as POLICY_FEATURES */
export function choiceOf(
  model: PolicyModel,
  features: Float64Array,
  requestId: string,
  strategy: StrategyName,
): StrategyChoice {
  const propensities = propensitiesOf(model, features, strategy);
  if (!propensities) return DEEPEST;
  const depth = depthAt(propensities, uniformOf(requestId, model.version, strategy));
  return { depth: DEPTHS[depth], propensity: propensities[depth] };
}

/** `[DEPTHS.length]`: the probability of each depth; undefined for a strategy that the policy does not know. */
export function propensitiesOf(
  model: PolicyModel,
  features: Float64Array,
  strategy: StrategyName,
): Float64Array | undefined {
  const own = model.strategies.find((each) => each.strategy === strategy);
  if (!own) return undefined;
  const { mean, deviation } = linearPredictor(own, features);
  return depthPropensities(mean, deviation, own, model);
}

/** A number in (0, 1) that a request, a policy and a strategy always have, and that others have nothing to do with. */
function uniformOf(requestId: string, version: string, strategy: StrategyName): number {
  return combine(combine(hashText(requestId), hashText(version)), hashText(strategy)) / 2 ** 32;
}
