import { AMBIGUOUS, OTHER } from '../../../training/corpus/corpus-row.js';
import { compare } from '../../../training/evaluation/comparison.js';
import { measure } from '../../../training/evaluation/figures.js';
import {
  type BootstrapOptions,
  type PairedComparison,
  pairedBootstrap,
  type Statistic,
} from '../../../training/metrics/bootstrap.js';
import { ratioOver, ratioValue } from '../../../training/metrics/ratio.js';
import { isOutOfDomain, type Scored } from '../../../training/metrics/scored.js';
import { stealMatrix, stealShare } from '../../../training/metrics/steal-matrix.js';

export interface GateOptions extends BootstrapOptions {
  /** How far the share that the candidate wins of another domain's utterances may grow, in [0, 1]. */
  readonly stealBudget: number;
}

/** One gate's verdict. */
export interface Verdict {
  /** A figure, or `steal from <domain>`. */
  readonly gate: string;
  readonly passed: boolean;
  readonly active: number;
  readonly candidate: number;
  /** candidate - active, with its paired 95% interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Compares the candidate with the active version of its domain, both beside the active versions of all others, on the
 * gateway's answers to the same utterances in the same order. No figure may worsen:
 * - irer: share of domains' utterances that are not answered rightly; a rejected one is not;
 * - ece, nll: calibration of the first reading's posterior, whether it was accepted or not, or else the two sides would be
 *   measured on different utterances; without a reading it is 0, and not right;
 * - false accepts: share of utterances of no domain that some domain is accepted for, or is asked about;
 * - rejected positives: share of domains' utterances that are rejected;
 * - steal from each other domain: share of its utterances that the candidate's domain is accepted for.
 * Where corpora have no utterances of no domain, or none of a domain, false accepts or rejected positives are no gate.
 * A figure fails when it is worse beyond its interval: when even the lower end of the paired 95% interval is a worsening. A
 * steal fails when it grows by more than the budget, whatever its interval.
 */
export function gateVerdicts(
  domain: string,
  candidate: readonly Scored[],
  active: readonly Scored[],
  { stealBudget, ...bootstrap }: GateOptions,
): Verdict[] {
  const acted = { candidate: candidate.map(withoutRejected), active: active.map(withoutRejected) };
  const { top } = measure(active);
  const figure = (
    gate: 'irer' | 'ece' | 'nll',
    before: number,
    sides: Record<'candidate' | 'active', readonly Scored[]>,
  ) => {
    const { value, low, high } = compare(sides.candidate, sides.active, bootstrap, [gate])[gate].difference;
    const after = before + value;
    return { gate, passed: !(low > 0), active: before, candidate: after, difference: value, low, high };
  };
  const [after, before] = [stealMatrix(acted.candidate), stealMatrix(acted.active)];
  const owners = before.owners.filter((owner) => owner !== domain && owner !== OTHER);
  const intervals = stealIntervals(domain, owners, acted, bootstrap);
  const steals = owners.map((owner): Verdict => {
    const shares = { active: stealShare(before, domain, owner), candidate: stealShare(after, domain, owner) };
    const difference = shares.candidate - shares.active;
    const { low, high } = intervals[owner].difference;
    return { gate: `steal from ${owner}`, passed: difference <= stealBudget, ...shares, difference, low, high };
  });
  return [
    figure('irer', measure(acted.active).irer, acted),
    figure('ece', top.ece, { candidate, active }),
    figure('nll', top.nll, { candidate, active }),
    ...decisionVerdicts(candidate, active, bootstrap),
    ...steals,
  ];
}

/** A share of utterances by whether they were rejected: of each that counts 1 or 0, of others undefined. */
export type DecisionLoss = (row: Scored) => 0 | 1 | undefined;

/** The shares that a threshold trades for each other, by their gates' names; a side without decisions rejects nothing. */
export const DECISION_LOSSES = {
  'false accepts': ({ reference, accepted }) => (isOutOfDomain(reference) ? (accepted === false ? 0 : 1) : undefined),
  'rejected positives': ({ reference, accepted }) =>
    isOutOfDomain(reference) || reference.domain === AMBIGUOUS ? undefined : accepted === false ? 1 : 0,
} as const satisfies Record<string, DecisionLoss>;

function decisionVerdicts(
  candidate: readonly Scored[],
  active: readonly Scored[],
  bootstrap: BootstrapOptions,
): Verdict[] {
  return Object.entries<DecisionLoss>(DECISION_LOSSES).flatMap(([gate, loss]): Verdict[] => {
    const [after, before] = [candidate, active].map((side) =>
      ratioOver(side, (row) => {
        const lost = loss(row);
        return lost === undefined ? undefined : [lost, 1];
      }),
    );
    if (!before.denominators.includes(1)) return [];
    const system: Statistic = (weights) => ratioValue(after, weights);
    const baseline: Statistic = (weights) => ratioValue(before, weights);
    const { value, low, high } = pairedBootstrap(candidate.length, { loss: { system, baseline } }, bootstrap).loss
      .difference;
    const sides = { active: ratioValue(before), candidate: ratioValue(after) };
    return [{ gate, passed: !(low > 0), ...sides, difference: value, low, high }];
  });
}

/** The share that a domain wins of each owner's utterances, candidate beside active, with paired bootstrap intervals. */
function stealIntervals(
  domain: string,
  owners: readonly string[],
  { candidate, active }: Record<'candidate' | 'active', readonly Scored[]>,
  bootstrap: BootstrapOptions,
): Record<string, PairedComparison> {
  const shareOf = (rows: readonly Scored[], owner: string): Statistic => {
    const ratio = ratioOver(rows, ({ reference, hypotheses: [top] }) =>
      reference.domain === owner ? [top?.domain === domain ? 1 : 0, 1] : undefined,
    );
    return (weights) => ratioValue(ratio, weights);
  };
  const pairs = owners.map((owner) => [owner, { system: shareOf(candidate, owner), baseline: shareOf(active, owner) }]);
  return pairedBootstrap(candidate.length, Object.fromEntries(pairs), bootstrap);
}

/** Nobody acts on a hypothesis of an utterance that was rejected. */
export function withoutRejected(row: Scored): Scored {
  return row.accepted === false ? { ...row, hypotheses: [] } : row;
}
