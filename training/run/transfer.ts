import { AMBIGUOUS, GENERATED } from '../corpus/corpus-row.js';
import { expectedCalibrationError } from '../metrics/calibration.js';
import { isOutOfDomain } from '../metrics/scored.js';
import type { CrossDomain } from './cross-domain.js';
import type { HeldOutScore } from './cross-fit.js';

/** What becomes of requests in words that no model was trained on. */
export interface Transfer {
  /** Generated requests of some domain. */
  readonly requests: number;
  /** Share of them that the threshold rejects. */
  readonly rejected: number;
  /** Expected calibration error of each domain's P(in domain), over all generated rows and domains together. */
  readonly ece: number;
}

/**
 * Measures on generated rows, which are held out by whole carriers, how much of what was learned holds for other ways to ask:
 * the measure of transfer that one has at home.
 * @param domains each domain's lists; `rows` are their merged answers, in the same order
 * @param threshold P(any domain's) below which a request is rejected
 * @returns undefined where nothing was generated
 */
export function transfer(
  domains: ReadonlyMap<string, readonly HeldOutScore[]>,
  rows: readonly CrossDomain[],
  threshold: number,
): Transfer | undefined {
  const places = rows.flatMap(({ source, reference }, place) =>
    source === GENERATED && reference.domain !== AMBIGUOUS ? [place] : [],
  );
  const own = places.filter((place) => !isOutOfDomain(rows[place].reference));
  if (own.length === 0) return undefined;
  const beliefs = [...domains].flatMap(([domain, scores]) =>
    places.map((place) => ({
      belief: scores[place].inDomain,
      right: rows[place].reference.domain === domain ? 1 : 0,
      place,
    })),
  );
  return {
    requests: own.length,
    rejected: own.filter((place) => (rows[place].inDomain ?? 0) < threshold).length / own.length,
    ece: expectedCalibrationError({
      confidences: Float64Array.from(beliefs, ({ belief }) => belief),
      rights: Float64Array.from(beliefs, ({ right }) => right),
      utterances: Int32Array.from(beliefs, ({ place }) => place),
    }),
  };
}
