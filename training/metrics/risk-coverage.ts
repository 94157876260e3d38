import type { Outcomes } from './outcomes.js';

/**
 * Answering only utterances with a confidence of `threshold` or more: what share is answered, and what share of those
 * wrong.
 */
export interface RiskCoveragePoint {
  readonly threshold: number;
  readonly coverage: number;
  readonly risk: number;
}

/** The risk-coverage curve, most confident first, one point per distinct confidence (ties are answered together). */
export function riskCoverage({ confidences, rights }: Outcomes): RiskCoveragePoint[] {
  const order = [...confidences.keys()].sort((one, other) => confidences[other] - confidences[one]);
  const points: RiskCoveragePoint[] = [];
  let wrong = 0;
  for (const [rank, outcome] of order.entries()) {
    wrong += 1 - rights[outcome];
    const threshold = confidences[outcome];
    if (rank + 1 < order.length && confidences[order[rank + 1]] === threshold) continue;
    points.push({ threshold, coverage: (rank + 1) / order.length, risk: wrong / (rank + 1) });
  }
  return points;
}

/**
 * Area under the curve: the mean risk over coverages, each point standing for the coverage since the last; NaN for
 * none.
 */
export function areaUnderRiskCoverage(outcomes: Outcomes): number {
  let area = 0;
  let covered = 0;
  for (const { coverage, risk } of riskCoverage(outcomes)) {
    area += (coverage - covered) * risk;
    covered = coverage;
  }
  return outcomes.confidences.length ? area : Number.NaN;
}
