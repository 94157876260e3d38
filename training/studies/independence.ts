import { interpretationErrorRatio } from '../metrics/interpretation-errors.js';
import { ratioValue } from '../metrics/ratio.js';
import { rejectionScores, rocCurve } from '../metrics/rejection.js';
import { isOutOfDomain, type Scored } from '../metrics/scored.js';
import { type StealMatrix, stealMatrix } from '../metrics/steal-matrix.js';
import { type Claim, mergeClaims, SYSTEMS, type System } from './claims.js';

/** Domains in one order with what each claims; the same utterances everywhere. */
export type Claims = ReadonlyMap<string, readonly Claim[]>;

/** One system in one state of the domains, at a threshold that was fixed in another. Shares in [0, 1]. */
export interface State {
  readonly irer: number;
  /** Of the utterances that no domain should answer, those at or over the threshold. */
  readonly falseAccepts: number;
  /** Of the utterances that a domain should answer, those at or over the threshold. */
  readonly accepts: number;
  /** Of domains' utterances by the winner, whatever its score; of the others by the winner at or over the threshold. */
  readonly steals: StealMatrix;
}

export interface SystemChange {
  readonly system: System;
  readonly threshold: number;
  readonly before: State;
  readonly after: State;
}

/** False accepts that the threshold is fixed for, before the change. */
export const FALSE_ACCEPTS = 0.005;

/**
 * What changes for each system when some domains are trained anew and nothing else is touched: the threshold is the lowest at
 * which at most FALSE_ACCEPTS of the others' utterances are accepted before.
 */
export function measureChange(before: Claims, after: Claims): SystemChange[] {
  return (Object.keys(SYSTEMS) as System[]).map((system) => {
    const [old, renewed] = [before, after].map((claims) => mergeClaims([...claims.values()], system));
    const threshold = thresholdFor(old!, FALSE_ACCEPTS);
    return { system, threshold, before: stateOf(old!, threshold), after: stateOf(renewed!, threshold) };
  });
}

function thresholdFor(scored: readonly Scored[], rate: number): number {
  const within = rocCurve(rejectionScores(scored, scoreOf)).filter((point) => point.falsePositiveRate <= rate);
  return within.at(-1)!.threshold;
}

function stateOf(scored: readonly Scored[], threshold: number): State {
  const { positives, negatives } = rejectionScores(scored, scoreOf);
  const accepted = (scores: Float64Array) => scores.filter((score) => score >= threshold).length / scores.length;
  return {
    irer: ratioValue(interpretationErrorRatio(scored)),
    falseAccepts: accepted(negatives),
    accepts: accepted(positives),
    steals: stealMatrix(scored, (row) => !isOutOfDomain(row.reference) || scoreOf(row) >= threshold),
  };
}

function scoreOf(row: Scored): number {
  return row.inDomain!;
}
