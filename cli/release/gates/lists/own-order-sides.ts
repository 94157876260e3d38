import { measure } from '../../../../training/evaluation/figures.js';
import { isRight } from '../../../../training/metrics/interpretation-match.js';
import { isScorable, type Scored, type ScoredHypothesis } from '../../../../training/metrics/scored.js';
import { NOBODY } from '../../../../training/metrics/steal-matrix.js';
import { DECISION_LOSSES, type GateOptions, gateVerdicts, type Verdict } from '../gates.js';

/** Both sides of the gates where no active version ranks the lists, in the order of the rows. */
export interface OwnOrderSides {
  readonly candidate: readonly Scored[];
  readonly active: readonly Scored[];
  /** What the candidate's calibration is measured beside in place of the caller's; undefined: the caller's own scores. */
  readonly equallySure?: { readonly share: number; readonly rows: readonly Scored[] } | undefined;
}

/**
 * What a candidate stands beside where that is the caller's own order. Nobody fitted a threshold to the caller's scores,
 * and by the gateway's a cost of 14 has everything rejected: beside that any candidate would pass. So the order alone is
 * compared, and no rejection counts on either side. A candidate that believes nothing fails by NLL: where the caller's
 * scores are no probabilities, or are worse than none, it stands beside its own first hypotheses with one confidence for
 * all of them, the share that is right.
 * @param isProbable whether the caller's scores are probabilities
 */
export function ownOrderSides(
  candidate: readonly Scored[],
  active: readonly Scored[],
  isProbable: boolean,
): OwnOrderSides {
  const sides = { candidate: candidate.map(withoutDecision), active: active.map(withoutDecision) };
  const isBetterThanNone = measure(sides.active).top.nll <= measure(equallySure(sides.active).rows).top.nll;
  return isProbable && isBetterThanNone ? sides : { ...sides, equallySure: equallySure(sides.candidate) };
}

/** The verdicts on such sides, which have no decisions. One confidence for all, the share that is right, has no ECE: there is no gate on it then. */
export function ownOrderVerdicts(domain: string, sides: OwnOrderSides, options: GateOptions): Verdict[] {
  const verdicts = gateVerdicts(domain, sides.candidate, sides.active, options).filter(
    ({ gate }) => !Object.hasOwn(DECISION_LOSSES, gate),
  );
  if (!sides.equallySure) return verdicts;
  const beside = gateVerdicts(domain, sides.candidate, sides.equallySure.rows, options);
  return verdicts.flatMap((verdict) => {
    if (verdict.gate === 'ece') return [];
    return verdict.gate === 'nll' ? beside.filter(({ gate }) => gate === 'nll') : [verdict];
  });
}

/** Rows with one confidence for each first hypothesis. */
function equallySure(rows: readonly Scored[]): { share: number; rows: Scored[] } {
  const share = shareOfRight(rows);
  return { share, rows: rows.map((row) => sureOfFirst(row, share)) };
}

function withoutDecision({ accepted: _, ...row }: Scored): Scored {
  return row;
}

/** The share of the first hypotheses that is right, where it is known which are; 0 of none. */
function shareOfRight(rows: readonly Scored[]): number {
  const known = rows.filter(({ reference, hypotheses }) => isScorable(reference) && isSomething(hypotheses[0]));
  const right = known.filter(({ reference, hypotheses: [first] }) => isRight(reference, first));
  return known.length === 0 ? 0 : right.length / known.length;
}

function sureOfFirst(row: Scored, confidence: number): Scored {
  const [first, ...others] = row.hypotheses;
  return isSomething(first) ? { ...row, hypotheses: [{ ...first, confidence }, ...others] } : row;
}

function isSomething(first: ScoredHypothesis | undefined): first is ScoredHypothesis {
  return first !== undefined && first.domain !== NOBODY;
}
