import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { POLICY_FEATURES } from '../../../domains/core/resolution/policy/policy-features.js';
import { STRATEGIES, type StrategyName } from '../../../domains/core/resolution/strategies/strategy.js';
import { NluError } from '../../../serving/errors.js';

/** What a policy decided on one strategy for one request, and what came of it. */
export interface LoggedDecision {
  readonly requestId: string;
  readonly strategy: StrategyName;
  /** `[POLICY_FEATURES.length]`. */
  readonly features: Float64Array;
  /** One of DEPTHS. */
  readonly depth: number;
  /** Probability with which the policy of the time chose this depth, in (0, 1]. */
  readonly propensity: number;
  /** How much of what was accepted it found first or alone, where what always runs has not, in [0, 1]; 0 at depth 0. */
  readonly reward: number;
}

/** @throws NluError INVALID_ARGUMENT naming the row, counted from 1, and the number that is out of its range */
export function checkDecisions(log: readonly LoggedDecision[]): void {
  for (const [index, decision] of log.entries()) {
    const problem = problemOf(decision);
    if (problem) throw new NluError('INVALID_ARGUMENT', `decision ${index + 1}: ${problem}`);
  }
}

function problemOf({ strategy, features, depth, propensity, reward }: LoggedDecision): string | undefined {
  if (!STRATEGIES.includes(strategy)) return `strategy "${strategy}"; it must be one of ${STRATEGIES.join(', ')}`;
  if (!(propensity > 0 && propensity <= 1)) return `propensity ${propensity}; it must be in (0, 1]`;
  if (!(reward >= 0 && reward <= 1)) return `reward ${reward}; it must be in [0, 1]`;
  if (!DEPTHS.includes(depth)) return `depth ${depth}; it must be one of ${DEPTHS.join(', ')}`;
  if (depth === 0 && reward > 0) return `reward ${reward} at depth 0; a strategy that did not run finds nothing`;
  if (features.length !== POLICY_FEATURES.length)
    return `${features.length} features; there must be ${POLICY_FEATURES.length}`;
  const at = features.findIndex((value) => !Number.isFinite(value));
  return at < 0 ? undefined : `feature ${POLICY_FEATURES[at]} is ${features[at]}; it must be a number`;
}
