import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { rejectionScores, rocCurve } from '../metrics/rejection.js';
import type { CrossDomain } from '../run/cross-domain.js';

/** Share of the utterances of no domain that may be let in. */
const FALSE_ACCEPTS = 0.005;

/**
 * Fits the threshold for rejecting: the lowest P(any domain's) from which on at most 0.5 % of every corpus's utterances of no
 * domain are let in. The rows must be held out, since a domain is surer of what it was trained on. Rounded up to three digits.
 * @returns undefined where no corpus has utterances of no domain
 */
export function fitRejection(rows: readonly Omit<CrossDomain, 'best'>[]): PriorTable['rejection'] {
  const thresholds = [...new Set(rows.map(({ source }) => source))].flatMap((source) => {
    const scores = rejectionScores(
      rows.filter((row) => row.source === source),
      ({ inDomain }) => inDomain ?? 0,
    );
    if (scores.negatives.length === 0) return [];
    const within = rocCurve(scores).filter(({ falsePositiveRate }) => falsePositiveRate <= FALSE_ACCEPTS);
    // The curve begins at a false-positive rate of 0.
    return [within.at(-1)!.threshold];
  });
  if (thresholds.length === 0) return undefined;
  return { inDomain: Math.min(1, Math.ceil(1e3 * Math.max(...thresholds)) / 1e3), falseAccepts: FALSE_ACCEPTS };
}
