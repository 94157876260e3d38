import type { PriorTable } from '../../gateway/answer/prior-table.js';
import { rejectionScores, rocCurve } from '../metrics/rejection.js';
import type { CrossDomain } from '../run/cross-domain.js';

/** Share of other utterances that may be let in. */
export const falseAccepts = 0.005;

/**
 * The lowest P(any domain's) from which on at most so many of the other utterances of every corpus are taken to be ours.
 * On held-out utterances: on those that a domain was trained on, it is surer than it will be. Rounded up to three digits.
 * @returns undefined where no corpus has other utterances
 */
export function fitRejection(rows: readonly CrossDomain[]): PriorTable['rejection'] {
  const thresholds = [...new Set(rows.map(({ source }) => source))].flatMap((source) => {
    const scores = rejectionScores(
      rows.filter((row) => row.source === source),
      ({ inDomain }) => inDomain ?? 0,
    );
    if (scores.negatives.length === 0) return [];
    const within = rocCurve(scores).filter(({ falsePositiveRate }) => falsePositiveRate <= falseAccepts);
    return [within.at(-1)!.threshold];
  });
  if (thresholds.length === 0) return undefined;
  return { inDomain: Math.min(1, Math.ceil(1e3 * Math.max(...thresholds)) / 1e3), falseAccepts };
}
