import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { boundedLogit, type Prior } from './priors/context-priors.js';

/** A domain's hypotheses with their posteriors after the domain's prior, in the given order. */
export function applyPrior<H extends Hypothesis>(
  domain: string,
  hypotheses: readonly H[],
  { shift, contributions }: Prior,
): ShiftedHypothesis<H>[] {
  return hypotheses.map((hypothesis) => ({
    domain,
    hypothesis,
    priorShift: shift,
    priorContributions: contributions,
    posterior: applyShift(hypothesis.confidence, shift),
  }));
}

/**
 * The posterior after a prior's shift: logit(posterior) = logit(confidence) + shift.
 * Within (0, 1) for any confidence in [0, 1] and finite shift, so that no prior removes a hypothesis; the confidence
 * itself, exactly, when the shift is 0.
 */
export function applyShift(confidence: number, shift: number): number {
  if (shift === 0) return confidence;
  // Not `sigmoid`, whose form for negative log-odds ends in another bit now and then.
  return 1 / (1 + Math.exp(-(boundedLogit(confidence) + shift)));
}
