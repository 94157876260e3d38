import type { Answer } from '../../gateway/answer/answer.js';
import type { Decision } from '../../gateway/answer/decision.js';
import type { Hypothesis } from '../../gateway/answer/hypothesis.js';
import type { NamedValue, ScoredHypothesis } from '../metrics/scored.js';

/** What a gateway would answer, as far as it is measured. */
export interface Answered {
  readonly decision: Decision;
  /** The top hypothesis of the merged list, its confidence after the priors; undefined where no domain offers one. */
  readonly top: ScoredHypothesis | undefined;
  /** The readings' hypotheses, best first; empty on REJECT. */
  readonly readings: readonly ScoredHypothesis[];
}

/** A hypothesis with its intent and the names of its slots, as domains give it. */
interface NamedHypothesis extends Hypothesis {
  readonly intent: string;
  readonly slots: readonly (Hypothesis['slots'][number] & NamedValue)[];
}

/** The measured part of an answer. */
export function answered({ decision, hypotheses: [top], readings }: Answer<NamedHypothesis>): Answered {
  return {
    decision,
    top: top && scoredOf(top),
    readings: readings.map(({ hypothesis }) => scoredOf(hypothesis)),
  };
}

function scoredOf({ domain, hypothesis, posterior }: Answer<NamedHypothesis>['hypotheses'][number]): ScoredHypothesis {
  const { intent, slots } = hypothesis;
  return { domain, intent, slots, confidence: posterior };
}
