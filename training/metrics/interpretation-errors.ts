import { hasRightIntent, isRight } from './interpretation-match.js';
import { type Ratio, ratioOver } from './ratio.js';
import { isInDomain, type Reference, type Scored, type ScoredHypothesis } from './scored.js';

/** IRER: share of in-domain utterances whose top hypothesis is not right (Su et al. 2018: interpretation error). */
export function interpretationErrorRatio(scored: readonly Scored[]): Ratio {
  return errorRatio(scored, isRight);
}

/** DCER: share of in-domain utterances whose top hypothesis has the wrong domain. */
export function domainErrorRatio(scored: readonly Scored[]): Ratio {
  return errorRatio(scored, (reference, hypothesis) => hypothesis.domain === reference.domain);
}

/** ICER: share of in-domain utterances whose top hypothesis has the wrong domain or intent. */
export function intentErrorRatio(scored: readonly Scored[]): Ratio {
  return errorRatio(scored, hasRightIntent);
}

/** The oracle's IRER: share of in-domain utterances with no right hypothesis anywhere in the list. */
export function oracleErrorRatio(scored: readonly Scored[]): Ratio {
  return ratioOver(scored, ({ reference, hypotheses }) => {
    if (!isInDomain(reference)) return undefined;
    return [hypotheses.some((hypothesis) => isRight(reference, hypothesis)) ? 0 : 1, 1];
  });
}

/** An utterance without a top hypothesis is an error of every kind. */
function errorRatio(
  scored: readonly Scored[],
  isCorrect: (reference: Reference, hypothesis: ScoredHypothesis) => boolean,
): Ratio {
  return ratioOver(scored, ({ reference, hypotheses: [top] }) =>
    isInDomain(reference) ? [top && isCorrect(reference, top) ? 0 : 1, 1] : undefined,
  );
}
