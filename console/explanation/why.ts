import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { strongestReasons } from './reasons.js';

/** Reasons that a sentence names. */
const NAMED_REASONS = 2;

/** Why it was decided so, in a sentence: of an acceptance or a question by its best reading, else by the best hypothesis. */
export function whyText(reply: InterpretResponse__Output): string {
  const { decision, readings, hypotheses, noneProbability } = reply;
  if (reply.answerProbability >= 0.5) return 'Why: it answers the question.';
  const best = readings[0]?.hypothesis ?? hypotheses[0];
  if (!best) return 'Why: no domain takes this for its own.';
  const reasons = phrases(best);
  const about = reasons === '' ? '' : ` For ${best.domain}: ${reasons}.`;
  const none = `${(100 * noneProbability).toFixed(1)}%`;
  if (decision === 'DECISION_REJECT') return `Why: with ${none} it is none of what the domains understand.${about}`;
  if (decision === 'DECISION_CLARIFY' && readings.length > 1)
    return `Why: none of ${readings.length} readings is sure enough to act on.${about}`;
  if (decision === 'DECISION_CLARIFY') return `Why: the only reading is not sure enough to act on.${about}`;
  return reasons === '' ? '' : `Why ${best.domain}: ${reasons}.`;
}

/** The strongest reasons of a hypothesis that speak for it; where none does, those against it. */
function phrases(hypothesis: Hypothesis__Output): string {
  const reasons = strongestReasons(hypothesis);
  const inFavour = reasons.filter(({ value }) => value > 0);
  const named = (inFavour.length > 0 ? inFavour : reasons).slice(0, NAMED_REASONS);
  return named.map(({ phrase }) => phrase).join(', and ');
}
