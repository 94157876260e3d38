import type { PriorTable } from '../../gateway/answer/priors/prior-table.js';
import { isRight } from '../metrics/interpretation-match.js';
import { isScorable } from '../metrics/scored.js';
import type { CrossDomain } from '../run/cross-domain.js';
import type { SourceWeights } from './fit-rejection.js';

/** Largest share of accepted readings that may be wrong, where nobody says otherwise. */
export const DEFAULT_RISK = 0.1;
/** No reading is accepted that is likelier wrong than right, however low the risk of all. */
const LEAST_PROBABILITY = 0.5;

/**
 * Fits the probability from which on the best reading is accepted: the lowest, 0.5 at least, from which on at most a share
 * `risk` of the accepted readings is wrong (domain, intent or slots). Conformal risk control (Angelopoulos et al. 2022): on rows that
 * are exchangeable with those to come the share holds in expectation, since one more row, wrong, is counted. Rounded up to
 * three digits.
 * @param weights how much a row counts by its source
 * @param rows held out; one that is rejected by `rejection`, or that no domain offers a reading for, is not accepted, and one
 *   whose slots are not annotated says nothing
 * @returns undefined where no probability keeps the risk
 */
export function fitAcceptance(
  rows: readonly Pick<CrossDomain, 'source' | 'reference' | 'best' | 'inDomain'>[],
  rejection: PriorTable['rejection'],
  risk = DEFAULT_RISK,
  weights: SourceWeights = {},
): PriorTable['accept'] {
  const accepted = rows
    .flatMap(({ source, reference, best, inDomain = 1 }) => {
      if (
        !isScorable(reference) ||
        !best ||
        inDomain < (rejection?.inDomain ?? 0) ||
        best.probability < LEAST_PROBABILITY
      )
        return [];
      const weight = weights[source] ?? 1;
      return [{ probability: best.probability, weight, wrong: isRight(reference, best.hypothesis) ? 0 : weight }];
    })
    .sort((one, other) => one.probability - other.probability);
  let wrong = accepted.reduce((sum, each) => sum + each.wrong, 0);
  let kept = accepted.reduce((sum, each) => sum + each.weight, 0);
  for (const [place, each] of accepted.entries()) {
    const isNew = place === 0 || accepted[place - 1].probability < each.probability;
    if (isNew && (wrong + 1) / (kept + 1) <= risk) return { minProbability: thresholdAt(accepted, place), risk };
    wrong -= each.wrong;
    kept -= each.weight;
  }
  return undefined;
}

function thresholdAt(accepted: readonly { readonly probability: number }[], place: number): number {
  if (place === 0) return LEAST_PROBABILITY;
  return Math.min(1, Math.ceil(1e3 * accepted[place].probability) / 1e3);
}
