import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { POLICY_FEATURES } from '../../../domains/core/resolution/policy/policy-features.js';
import type { PolicyModel, StrategyModel, WeightBelief } from '../../../domains/core/resolution/policy/policy-model.js';
import { independentBelief, laplaceFit, type SeenLook } from './laplace.js';
import { checkDecisions, type LoggedDecision } from './logged-decision.js';

/** The largest inverse propensity, so that one lucky look does not outweigh hundreds. */
const MOST_WEIGHT = 10;
/** Before anything was seen a strategy is believed to find what others have not in one request of eight, give or take. */
const PRIOR_LOG_ODDS = -2;
const [DEVIATION_OF_ONE, DEVIATION_OF_OTHERS] = [1.5, 1];

/** What is believed of any strategy before it has looked. */
export function priorBelief(): WeightBelief {
  const width = POLICY_FEATURES.length;
  const [mean, deviations] = [new Float64Array(width), new Float64Array(width).fill(DEVIATION_OF_OTHERS)];
  [mean[0], deviations[0]] = [PRIOR_LOG_ODDS, DEVIATION_OF_ONE];
  return independentBelief(mean, deviations);
}

/**
 * The strategies' models after some more decisions, which the present ones have not seen. Looks are weighted by their clipped
 * inverse propensities, so that what was seldom chosen counts as if it had been chosen always; all weights together count
 * as many looks as they are worth (Kish's effective number), so that rare looks do not make the belief surer than it is.
 * @throws NluError INVALID_ARGUMENT naming the decision that is wrong
 */
export function updatedStrategies(
  { strategies }: Pick<PolicyModel, 'strategies'>,
  log: readonly LoggedDecision[],
): StrategyModel[] {
  checkDecisions(log);
  return strategies.map((model) => ({ ...model, ...laplaceFit(looksOf(model, log), model) }));
}

/** The looks of one strategy; where it did not run nothing was seen. */
function looksOf({ strategy, shares }: StrategyModel, log: readonly LoggedDecision[]): SeenLook[] {
  const looks = log.filter((decision) => decision.strategy === strategy && decision.depth > 0);
  const weights = looks.map(({ propensity }) => Math.min(MOST_WEIGHT, 1 / propensity));
  const [sum, squares] = [
    weights.reduce((all, each) => all + each, 0),
    weights.reduce((all, each) => all + each ** 2, 0),
  ];
  return looks.map(({ features, depth, reward }, index) => ({
    features,
    share: shares[DEPTHS.indexOf(depth)],
    reward,
    weight: (weights[index] * sum) / squares,
  }));
}
