import { POLICY_FEATURES } from '../../../../../domains/core/resolution/policy/policy-features.js';
import type { PolicyModel, StrategyModel } from '../../../../../domains/core/resolution/policy/policy-model.js';
import type { StrategyName } from '../../../../../domains/core/resolution/strategies/strategy.js';
import { independentBelief } from '../../../../../training/entities/policy/laplace.js';

const WIDTH = POLICY_FEATURES.length;

/** A strategy whose log-odds are normal around `mean`, whatever the query. */
export function strategyModel(strategy: StrategyName, mean: number, given: Partial<StrategyModel> = {}): StrategyModel {
  const [means, deviations] = [new Float64Array(WIDTH), new Float64Array(WIDTH).fill(0.5)];
  means[0] = mean;
  const belief = independentBelief(means, deviations);
  return { strategy, shares: [0, 0.8, 1], costs: [0, 50, 100], ...belief, ...given };
}

export function policyModel(strategies: readonly StrategyModel[], given: Partial<PolicyModel> = {}): PolicyModel {
  return { version: 'v1', price: 1e-3, exploration: 0.02, strategies, ...given };
}

/** Features of which the first is 1 and the others are as given. */
export function featuresOf(...others: readonly number[]): Float64Array {
  const features = new Float64Array(WIDTH);
  features.set([1, ...others]);
  return features;
}
