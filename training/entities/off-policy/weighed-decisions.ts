import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { propensitiesOf } from '../../../domains/core/resolution/policy/learned-policy.js';
import { linearPredictor, type PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { sigmoid } from '../../../serving/numeric/log-odds.js';
import { checkDecisions, type LoggedDecision } from '../policy/logged-decision.js';
import type { WeighedDecision } from './estimates.js';

/**
 * Decisions of a log as a policy would have made them. Worth is the reward minus the price of the depth's time, by the price
 * and the costs of `judge`, whose means are also the model of the doubly robust estimate: no policy sets its own price.
 * @throws NluError INVALID_ARGUMENT naming the decision that is wrong
 */
export function weighedDecisions(
  policy: PolicyModel,
  judge: PolicyModel,
  log: readonly LoggedDecision[],
): WeighedDecision[] {
  checkDecisions(log);
  return log.flatMap(({ requestId, strategy, features, depth, propensity, reward }) => {
    const own = judge.strategies.find((each) => each.strategy === strategy);
    if (!own) return [];
    const targets = propensitiesOf(policy, features, strategy) ?? ALWAYS_DEEPEST;
    const found = sigmoid(linearPredictor(own, features).mean);
    const predicted = DEPTHS.map((_, at) => own.shares[at] * found - judge.price * own.costs[at]);
    const chosen = DEPTHS.indexOf(depth);
    return {
      request: requestId,
      propensity,
      target: targets[chosen],
      value: reward - judge.price * own.costs[chosen],
      predicted: predicted[chosen],
      expected: predicted.reduce((sum, value, at) => sum + targets[at] * value, 0),
    };
  });
}

const ALWAYS_DEEPEST: ArrayLike<number> = DEPTHS.map((_, at) => (at === DEPTHS.length - 1 ? 1 : 0));
