import { CandidateUnion } from '../../../domains/core/resolution/candidate-union.js';
import type { EntityTable } from '../../../domains/core/resolution/entities/entity-table.js';
import type { SlotTarget } from '../../../domains/core/resolution/entity-resolver.js';
import { DEPTHS } from '../../../domains/core/resolution/policy/depth-choice.js';
import { choiceOf } from '../../../domains/core/resolution/policy/learned-policy.js';
import { PolicyFeatures } from '../../../domains/core/resolution/policy/policy-features.js';
import type { PolicyModel } from '../../../domains/core/resolution/policy/policy-model.js';
import { ALWAYS } from '../../../domains/core/resolution/policy/strategy-policy.js';
import { slotQuery } from '../../../domains/core/resolution/slot-query.js';
import type { Strategy } from '../../../domains/core/resolution/strategies/strategy.js';
import { NluError } from '../../../serving/errors.js';
import { alwaysFound, rewardOf } from '../policy/found-first.js';
import type { LoggedDecision } from '../policy/logged-decision.js';
import type { DecisionRow } from './decision-rows.js';

/** The catalogue that decided. */
export interface DecidingCatalogue {
  readonly version: string;
  readonly table: EntityTable;
  readonly strategies: readonly Strategy[];
  readonly slotTargets: ReadonlyMap<string, readonly SlotTarget[]>;
  readonly policy: PolicyModel;
}

/** Decisions that are known in full, and rows that say nothing of them. */
export interface ReplayedDecisions {
  readonly decisions: readonly LoggedDecision[];
  /** Requests that the decisions are of. */
  readonly requests: number;
  /** Rows of other versions, rows whose accepted entities the catalogue has not, and rows whose slots name nothing of it. */
  readonly leftOut: { readonly versions: number; readonly entities: number; readonly slots: number };
}

/** How far a logged propensity may be from the policy's: what was written with six digits is taken. */
const TOLERANCE = 1e-5;
const DEEPEST = DEPTHS[2];

/**
 * What the policy of a catalogue decided for logged requests, and what came of it. Draws come from request id and policy
 * version, so that depths, features and propensities are computed again as they were; a strategy's reward is what it finds
 * again as deep as it looked. Propensities that the log has are compared with these.
 * @throws NluError INVALID_ARGUMENT with file and line of a row whose propensity is not what the catalogue gives
 */
export function replayedDecisions(
  { version, table, strategies, slotTargets, policy }: DecidingCatalogue,
  rows: readonly DecisionRow[],
): ReplayedDecisions {
  const [union, features] = [new CandidateUnion(), new PolicyFeatures(table)];
  const decisions: LoggedDecision[] = [];
  const requests = new Set<string>();
  const leftOut = { versions: 0, entities: 0, slots: 0 };
  for (const row of rows) {
    if (row.catalogueVersion !== version) {
      leftOut.versions++;
      continue;
    }
    const named = Object.entries(row.slots).map(([slot, value]) => ({ slot, value }));
    const query = slotQuery(named, slotTargets, table.kinds, { device: row.deviceType, hour: row.hour });
    if (query === undefined || query.words.length === 0) {
      leftOut.slots++;
      continue;
    }
    const accepted = new Set(row.accepted.flatMap((id) => table.rowOf(id) ?? []));
    if (accepted.size === 0 && row.accepted.length > 0) {
      leftOut.entities++;
      continue;
    }
    const isAccepted = (entity: number) => accepted.has(entity);
    union.clear();
    for (const strategy of strategies)
      if (ALWAYS.includes(strategy.name)) union.add(strategy.name, strategy.retrieve(query, DEEPEST));
    features.read(query, union);
    const always = alwaysFound(union, isAccepted);
    requests.add(row.requestId);
    for (const strategy of strategies) {
      if (ALWAYS.includes(strategy.name)) continue;
      const { depth, propensity } = choiceOf(policy, features.values, row.requestId, strategy.name);
      checkLogged(row, strategy.name, propensity, version);
      const found = depth > 0 ? strategy.retrieve(query, depth) : [];
      decisions.push({
        requestId: row.requestId,
        strategy: strategy.name,
        features: features.values.slice(),
        depth,
        propensity,
        reward: rewardOf(always, found, isAccepted),
      });
    }
  }
  return { decisions, requests: requests.size, leftOut };
}

function checkLogged(
  { where, strategyRuns }: DecisionRow,
  strategy: string,
  propensity: number,
  version: string,
): void {
  const logged = strategyRuns.find(({ name }) => name === strategy)?.propensity;
  if (logged === undefined || Math.abs(logged - propensity) <= TOLERANCE) return;
  throw new NluError(
    'INVALID_ARGUMENT',
    `${where}: strategyRuns.${strategy}: propensity ${logged}, where catalogue ${version} gives ${propensity} to this ` +
      'request; requestId, slots, deviceType and hour have to be those of the request',
  );
}
