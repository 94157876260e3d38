import type { ConfidenceSpread } from '../../model/live.js';
import type { ReportBin } from '../../model/reports.js';

/** A bar of two spreads side by side: shares of the answers whose confidence is in (from, to]. */
export interface DriftBar {
  readonly from: number;
  readonly to: number;
  readonly live: number;
  readonly measured: number;
}

/** Shares are held off 0 by this much before a logarithm. */
const LEAST_SHARE = 1e-3;
/** Ends that both spreads have. */
const ENDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** A spread of live confidences beside the one that a report measured, in ten bars; none where either is empty. */
export function driftBars({ ends, shares, count }: ConfidenceSpread, bins: readonly ReportBin[]): DriftBar[] {
  const measured = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (count === 0 || measured === 0) return [];
  return ENDS.map((to, index) => {
    const from = index === 0 ? 0 : ENDS[index - 1]!;
    const isWithin = (end: number) => end > from + 1e-9 && end <= to + 1e-9;
    const live = shares.reduce((sum, share, place) => (isWithin(ends[place] ?? 0) ? sum + share : sum), 0);
    const own = bins.reduce((sum, bin) => (isWithin(bin.to) ? sum + bin.count : sum), 0);
    return { from, to, live, measured: own / measured };
  });
}

/**
 * Population stability index of two spreads: sum of (p - q) ln(p / q). Under .1 nothing has changed, over .25 much has, by the
 * rule of thumb of credit scoring (Siddiqi 2006).
 */
export function stabilityIndex(bars: readonly DriftBar[]): number {
  return bars.reduce((sum, { live, measured }) => {
    const [p, q] = [Math.max(LEAST_SHARE, live), Math.max(LEAST_SHARE, measured)];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
}
