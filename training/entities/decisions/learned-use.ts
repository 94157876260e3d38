import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { decodePolicy, encodePolicy, hasPolicy } from '../../../domains/core/resolution/policy/policy-parts.js';
import { slotQuery } from '../../../domains/core/resolution/slot-query.js';
import { AcceptedCounts } from '../memory/accepted-counts.js';
import type { EstimateSettings } from '../off-policy/estimates.js';
import type { PolicyComparison } from '../off-policy/policy-gate.js';
import { updatedStrategies } from '../policy/policy-trainer.js';
import type { DecisionRow } from './decision-rows.js';
import { decisionsOf, type OpenedCatalogue, partedDecisions, policyByDecisions } from './policy-by-decisions.js';
import type { ReplayedDecisions } from './replayed-decisions.js';

/** An accepted request counts half after so many days. */
export const HALF_LIFE_DAYS = 30;

/** A policy that learned on from the one that decided. */
export interface LearnedPolicy {
  readonly policy: PolicyModel;
  /** The one that decided. */
  readonly before: PolicyModel;
  /** Both, by requests that neither learned from. */
  readonly comparison: PolicyComparison;
  readonly decisions: Pick<ReplayedDecisions, 'requests' | 'leftOut'>;
}

/**
 * The policy of a catalogue after some more requests; undefined for a catalogue that has none, and asks every strategy.
 * It learns from two thirds of the requests, and is compared by the others.
 * @throws NluError as decisionsOf and policyByDecisions do
 */
export function learnedPolicyOf(
  opened: OpenedCatalogue,
  rows: readonly DecisionRow[],
  settings: Partial<EstimateSettings> = {},
): LearnedPolicy | undefined {
  if (!hasPolicy(opened.bundle.parts)) return undefined;
  const { policy: before, decisions, requests, leftOut } = decisionsOf(opened, rows);
  const { learned } = partedDecisions(decisions);
  const strategies = updatedStrategies(before, learned);
  // Its version follows from its numbers.
  const policy = decodePolicy(encodePolicy({ ...before, strategies }));
  const comparison = policyByDecisions(policy, before, decisions, settings);
  return { policy, before, comparison, decisions: { requests, leftOut } };
}

/** What was accepted, by which a memory learns. */
export interface AcceptedUse {
  readonly counts: AcceptedCounts;
  /** The moment for which they hold, in ms since 1970: the latest of the rows. */
  readonly asOf: number;
  /** Rows with a customer: of the others nobody knows how many people stand behind them. */
  readonly rows: number;
}

/** Counts what was accepted, whatever the version. @param opened catalogue that says which slot names the work */
export function acceptedUse({ catalogue }: OpenedCatalogue, rows: readonly DecisionRow[]): AcceptedUse {
  const { table, resolver } = catalogue;
  const timeOf = ({ time }: DecisionRow) => (time === undefined ? undefined : Date.parse(time));
  const asOf = rows.reduce((latest, row) => Math.max(latest, timeOf(row) ?? 0), 0);
  const counts = new AcceptedCounts({ asOf, halfLifeDays: HALF_LIFE_DAYS });
  let counted = 0;
  for (const row of rows) {
    if (row.customer === undefined) continue;
    const named = Object.entries(row.slots).map(([slot, value]) => ({ slot, value }));
    const query = slotQuery(named, resolver.slotTargets, table.kinds, {});
    if (query === undefined) continue;
    counted++;
    for (const id of row.accepted)
      counts.add({ words: query.words, id, customer: row.customer, time: timeOf(row) ?? asOf, weight: 1 });
  }
  return { counts, asOf, rows: counted };
}
