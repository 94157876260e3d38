import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { boundedLogit, EDGE } from './priors/context-priors.js';
import type { Prior } from './priors/domain-priors.js';

/**
 * A domain's hypotheses with their posteriors, in the given order. A prior acts on P(in domain) alone; P(hypothesis | in
 * domain) = confidence / P(in domain) stays: no device makes slots clearer or less clear. So
 * posterior = P(in domain) after the prior * confidence / P(in domain).
 * @param belief P(in domain) before the prior, in [0, 1], at least the largest confidence
 */
export function applyPrior<H extends Hypothesis>(
  domain: string,
  hypotheses: readonly H[],
  belief: number,
  { shift, contributions }: Prior,
): ShiftedHypothesis<H>[] {
  // The very confidence where nothing is added.
  const factor = shift === 0 ? 1 : applyShift(belief, shift) / Math.max(EDGE, belief);
  return hypotheses.map((hypothesis) => ({
    domain,
    hypothesis,
    priorShift: shift,
    priorContributions: contributions,
    posterior: hypothesis.confidence * factor,
  }));
}

/**
 * A probability after a prior's shift: logit(shifted) = logit(probability) + shift.
 * Within (0, 1) for any probability in [0, 1] and finite shift, so that no prior removes a domain; the probability itself,
 * exactly, when the shift is 0.
 */
export function applyShift(probability: number, shift: number): number {
  if (shift === 0) return probability;
  // Not `sigmoid`, whose form for negative log-odds ends in another bit now and then.
  return 1 / (1 + Math.exp(-(boundedLogit(probability) + shift)));
}
