import type { Bundle } from '../../../bundles/format/open.js';
import type { CatalogueManifest } from '../../../domains/core/resolution/bundle/catalogue-manifest.js';
import type { Catalogue } from '../../../domains/core/resolution/bundle/catalogue-tables.js';
import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { decodePolicy, hasPolicy } from '../../../domains/core/resolution/policy/policy-parts.js';
import { NluError } from '../../../serving/errors.js';
import type { EstimateSettings } from '../off-policy/estimates.js';
import { comparePolicies, type PolicyComparison } from '../off-policy/policy-gate.js';
import type { LoggedDecision } from '../policy/logged-decision.js';
import { EXPLORATION, PRICE } from '../policy/policy-terms.js';
import type { DecisionRow } from './decision-rows.js';
import { isHeldOut } from './held-out-requests.js';
import { type ReplayedDecisions, replayedDecisions } from './replayed-decisions.js';

/** A catalogue's bundle, opened. */
export interface OpenedCatalogue {
  readonly bundle: Bundle<CatalogueManifest>;
  readonly catalogue: Catalogue;
}

/** The policy of a bundle; one that asks every strategy, where the bundle has none. */
export function policyOf({ manifest, parts }: OpenedCatalogue['bundle']): PolicyModel {
  if (hasPolicy(parts)) return decodePolicy(parts);
  return { version: manifest.policy, price: PRICE, exploration: EXPLORATION, strategies: [] };
}

/**
 * The decisions that rows tell of a catalogue, with the policy that made them.
 * @throws NluError FAILED_PRECONDITION for a catalogue that asks every strategy, so that nothing was decided;
 * INVALID_ARGUMENT where no row is of it, and as replayedDecisions does
 */
export function decisionsOf(
  { bundle, catalogue }: OpenedCatalogue,
  rows: readonly DecisionRow[],
): ReplayedDecisions & { readonly policy: PolicyModel } {
  const { domain, version } = bundle.manifest;
  const policy = policyOf(bundle);
  if (policy.strategies.length === 0) {
    const problem = `decisions: ${domain}/${version} has too few entities for a policy, and asks every strategy`;
    throw new NluError('FAILED_PRECONDITION', `${problem}; there is nothing to learn or to weigh`);
  }
  const { table, strategies, resolver } = catalogue;
  const replayed = replayedDecisions({ version, table, strategies, slotTargets: resolver.slotTargets, policy }, rows);
  if (replayed.requests === 0) {
    const { versions, entities, slots } = replayed.leftOut;
    const why = `${versions} of other versions, ${entities} whose accepted entities it has not, ${slots} whose slots name nothing of it`;
    throw new NluError('INVALID_ARGUMENT', `decisions: no row is of ${domain}/${version}: ${why}`);
  }
  return { ...replayed, policy };
}

/** Decisions that policies learn from, and those that they are compared by (`isHeldOut`). */
export function partedDecisions(decisions: readonly LoggedDecision[]): {
  readonly learned: readonly LoggedDecision[];
  readonly heldOut: readonly LoggedDecision[];
} {
  return {
    learned: decisions.filter(({ requestId }) => !isHeldOut(requestId)),
    heldOut: decisions.filter(({ requestId }) => isHeldOut(requestId)),
  };
}

/**
 * A policy beside the active one, by the requests that no policy learns from.
 * @throws NluError INVALID_ARGUMENT where none of the requests is held out
 */
export function policyByDecisions(
  candidate: PolicyModel,
  active: PolicyModel,
  decisions: readonly LoggedDecision[],
  settings: Partial<EstimateSettings> = {},
): PolicyComparison {
  const { heldOut } = partedDecisions(decisions);
  if (heldOut.length > 0) return comparePolicies(candidate, active, heldOut, settings);
  const problem = 'decisions: too few requests; a third of them, by their ids, is held out to compare policies by';
  throw new NluError('INVALID_ARGUMENT', `${problem}, and there is none`);
}
