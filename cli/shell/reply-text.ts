import { whyText } from '../../console/explanation/why.js';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { wrap } from '../interpretation/fitted-table.js';
import { interpretationTable } from '../interpretation/interpretation-table.js';

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
    wrap(whyText(reply), width),
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

/** How far the context moved each domain that has a hypothesis here. */
function shiftsText(hypotheses: readonly Hypothesis__Output[]): string {
  const shifts = new Map(hypotheses.map(({ domain, priorShift }) => [domain, priorShift]));
  if (shifts.size === 0) return '';
  const each = [...shifts].map(([domain, shift]) => `${domain} ${shift < 0 ? '' : '+'}${shift.toFixed(2)}`);
  return `Priors move, in log-odds: ${each.join(', ')}`;
}
