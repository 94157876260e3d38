import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import type { Interval } from '../../metrics/bootstrap.js';
import type { LoggedDecision } from '../policy/logged-decision.js';
import {
  type EstimateSettings,
  type OffPolicyEstimates,
  offPolicyDifference,
  offPolicyEstimates,
} from './estimates.js';
import { weighedDecisions } from './weighed-decisions.js';

/** A candidate policy beside the active one, by what the active one did. */
export interface PolicyComparison {
  /** Version of each. */
  readonly candidate: string;
  readonly active: string;
  /** Requests that both were weighed by. */
  readonly requests: number;
  /** Worth of a request in accepted entities, with 95 % intervals, under each policy. */
  readonly worth: { readonly candidate: OffPolicyEstimates; readonly active: OffPolicyEstimates };
  /** Worth under the candidate minus worth under the active one, doubly robust, on the same requests. */
  readonly difference: Interval;
  /** Whether the candidate may take the active one's place. */
  readonly passed: boolean;
}

/**
 * Accepted entities that a request may lose, with 97.5 % certainty, before a policy is refused: what 10 µs of CPU cost
 * (PRICE). Policies of which one was made anew from nearly the same names differ by less.
 */
export const MOST_LOSS = 0.001;

/**
 * Compares a policy with the active one on the same requests, so that what makes requests differ falls out of the
 * difference. The candidate passes where the lower bound of the doubly robust difference is not below -MOST_LOSS; one that
 * chooses alike differs by 0 and passes by any log.
 * @param log decisions that neither policy has learned from
 * @throws NluError INVALID_ARGUMENT naming the decision that is wrong; for an empty log
 */
export function comparePolicies(
  candidate: PolicyModel,
  active: PolicyModel,
  log: readonly LoggedDecision[],
  settings: Partial<EstimateSettings> = {},
): PolicyComparison {
  const [mine, theirs] = [weighedDecisions(candidate, active, log), weighedDecisions(active, active, log)];
  const worth = { candidate: offPolicyEstimates(mine, settings), active: offPolicyEstimates(theirs, settings) };
  const difference = offPolicyDifference(mine, theirs, settings);
  return {
    candidate: candidate.version,
    active: active.version,
    requests: worth.candidate.count,
    worth,
    difference,
    passed: difference.low >= -MOST_LOSS,
  };
}

/** A comparison for people, a line a figure. */
export function policyComparisonText({ candidate, active, requests, worth, difference }: PolicyComparison): string[] {
  const line = (name: 'ips' | 'snips' | 'dr', label: string) =>
    `policy, ${label}: ${print(worth.active[name].interval)} -> ${print(worth.candidate[name].interval)}`;
  return [
    `policy: ${active} -> ${candidate}, by ${requests} requests that none learned from; accepted entities a request`,
    line('ips', 'IPS'),
    line('snips', 'SNIPS'),
    line('dr', 'DR'),
    `policy, difference (DR): ${print(difference)}; at least ${-MOST_LOSS} with 97.5 % certainty is wanted`,
  ];
}

/** Why the candidate is refused, in a line; undefined where it passes. */
export function policyRefusal({
  passed,
  candidate,
  active,
  requests,
  difference,
}: PolicyComparison): string | undefined {
  if (passed) return undefined;
  return (
    `policy: ${candidate} differs from ${active} by ${print(difference)} accepted entities a request, by ${requests} ` +
    `requests; the lower bound has to be ${-MOST_LOSS} or more. Log more requests, or keep the active policy`
  );
}

function print({ value, low, high }: Interval): string {
  return `${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;
}
