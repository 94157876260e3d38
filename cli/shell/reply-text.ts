import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { wrap } from '../interpretation/fitted-table.js';
import { interpretationTable } from '../interpretation/interpretation-table.js';
import { strongestReasons } from '../interpretation/reasons.js';

/** Reasons that a sentence names. */
const NAMED_REASONS = 2;

const REASONS_NOTE = 'In brackets: what a reason adds to the log-odds; 0.7 doubles the odds.';

/**
 * A reply as the shell shows it, no line wider than `width`: hypotheses, decision and why; with `explain` the reasons of each
 * hypothesis, how far the context moved its domain, what each domain believes, and the prior that would change the winner.
 * @param customer whether the request named one: then its id is shown, by which an outcome can be reported
 */
export function replyText(
  reply: InterpretResponse__Output,
  { width, explain, customer }: { readonly width: number; readonly explain: boolean; readonly customer: boolean },
): string {
  // Hypotheses are those of the words by themselves, which an answer is not understood by.
  const isAnswer = reply.answerProbability >= 0.5;
  const shown = explain && !isAnswer ? reply : shortened(reply);
  return [
    interpretationTable(shown, width, REASONS_NOTE),
    wrap(isAnswer ? 'Why: it answers the question.' : whyText(reply), width),
    ...(explain && !isAnswer ? [wrap(shiftsText(reply.hypotheses), width)] : []),
    ...(reply.rewrite ? [wrap(`understood as if "${reply.rewrite.text}" had been said`, width)] : []),
    ...(customer ? [`request ${reply.requestId}`] : []),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** The reply without what only an explanation shows; a domain that did not answer is always shown. */
function shortened(reply: InterpretResponse__Output): InterpretResponse__Output {
  const hypotheses = reply.hypotheses.map((hypothesis) => ({
    ...hypothesis,
    contributions: [],
    priorContributions: [],
    preferenceContributions: [],
  }));
  const domains = reply.domains.filter(
    ({ status, warnings }) => status !== 'DOMAIN_STATUS_CODE_OK' || warnings.length > 0,
  );
  return { ...reply, hypotheses, domains, priorFlip: null };
}

/** Why it was decided so, in a sentence: of an acceptance or a question by its best reading, else by the best hypothesis. */
export function whyText({ decision, readings, hypotheses, noneProbability }: InterpretResponse__Output): string {
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

/** How far the context moved each domain that has a hypothesis here. */
function shiftsText(hypotheses: readonly Hypothesis__Output[]): string {
  const shifts = new Map(hypotheses.map(({ domain, priorShift }) => [domain, priorShift]));
  if (shifts.size === 0) return '';
  const each = [...shifts].map(([domain, shift]) => `${domain} ${shift < 0 ? '' : '+'}${shift.toFixed(2)}`);
  return `Priors move, in log-odds: ${each.join(', ')}`;
}
