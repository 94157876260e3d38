import { interpretationErrorRatio } from '../metrics/interpretation-errors.js';
import { ratioValue } from '../metrics/ratio.js';
import { rejectionScores, rocCurve } from '../metrics/rejection.js';
import { isOutOfDomain, type Scored } from '../metrics/scored.js';
import { type StealMatrix, stealMatrix } from '../metrics/steal-matrix.js';
import { type DomainBests, mergeBests, SYSTEMS, type System } from './domain-bests.js';

/** One system in one state of the domains, at a threshold that was fixed in another. Shares in [0, 1]. */
export interface State {
  readonly irer: number;
  /** Share of the utterances that no domain should answer whose score is at or over the threshold. */
  readonly falseAccepts: number;
  /** Share of the utterances that a domain should answer whose score is at or over the threshold. */
  readonly accepts: number;
  /** Who wins whose utterances: a domain's at any score, the others only at or over the threshold. */
  readonly steals: StealMatrix;
}

export interface SystemChange {
  readonly system: System;
  readonly threshold: number;
  readonly before: State;
  readonly after: State;
}

/** A retraining of some domains, and what it does to every system. */
export interface StudiedChange {
  readonly name: string;
  readonly systems: readonly SystemChange[];
}

/** Share of false accepts that the threshold is fixed for, before the change. */
export const FALSE_ACCEPTS = 0.005;

/**
 * Measures each system before and after some domains are trained anew while nothing else is touched. The threshold is the
 * lowest at which at most FALSE_ACCEPTS of the others' utterances are accepted before.
 */
export function measureChange(before: DomainBests, after: DomainBests): SystemChange[] {
  return (Object.keys(SYSTEMS) as System[]).map((system) => {
    const [old, renewed] = [mergeBests(before, system), mergeBests(after, system)];
    const threshold = thresholdFor(old, FALSE_ACCEPTS);
    return { system, threshold, before: stateOf(old, threshold), after: stateOf(renewed, threshold) };
  });
}

function thresholdFor(scored: readonly Scored[], rate: number): number {
  const within = rocCurve(rejectionScores(scored, scoreOf)).filter((point) => point.falsePositiveRate <= rate);
  // The curve begins at a false-positive rate of 0.
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
  // Every system gives one.
  return row.inDomain!;
}
