import Table from 'cli-table3';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import { plainDecision, plainStatus } from '../../proto/plain-names.js';

/** A reply as a table for a terminal: hypotheses best first, then each domain's in-domain probability. */
export function interpretationTable(reply: InterpretResponse__Output): string {
  const { hypotheses, domains } = reply;
  const table = new Table({
    head: ['domain', 'intent', 'slots', 'confidence', 'posterior'],
    style: { head: [], border: [] },
  });
  for (const hypothesis of hypotheses) {
    const { domain, intent, confidence, posterior } = hypothesis;
    table.push([domain, intent, slotText(hypothesis), percent(confidence), percent(posterior)]);
    if (hypothesis.contributions.length > 0) table.push([{ colSpan: 5, content: contributionText(hypothesis) }]);
    if (hypothesis.priorContributions.length > 0) table.push([{ colSpan: 5, content: priorText(hypothesis) }]);
  }
  const domainLines = domains.map(({ domain, status, inDomain, bundleVersion, message }) =>
    plainStatus(status) === 'OK'
      ? `${domain} ${bundleVersion}: in-domain ${percent(inDomain)}`
      : `${domain}: ${plainStatus(status)}${message && ` (${message})`}`,
  );
  return `${table.toString()}\n${decisionText(reply)}\n${domainLines.join('\n')}`;
}

function decisionText({ decision, degraded, readings, priorFlip }: InterpretResponse__Output): string {
  const choices = readings.map(({ domain, title, probability }) => `${domain} "${title}" ${percent(probability)}`);
  return [
    decision === 'DECISION_CLARIFY' ? `CLARIFY between ${choices.join(', ')}` : plainDecision(decision),
    ...(degraded ? ['degraded: not every domain answered'] : []),
    ...(priorFlip ? [`${priorFlip.domain} would win with a prior ${priorFlip.logOdds.toFixed(2)} higher`] : []),
  ].join('; ');
}

/** The slots of a hypothesis in one line. */
export function slotText({ slots }: Pick<Hypothesis__Output, 'slots'>): string {
  return slots.map(({ name, value }) => `${name}: ${value}`).join(', ') || '(no slots)';
}

/** A probability as it is printed everywhere. */
export function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)}%`;
}

function contributionText({ contributions, confidence }: Hypothesis__Output): string {
  return `logit ${Math.log(confidence / (1 - confidence)).toFixed(2)} = ${sumText(contributions)}`;
}

function priorText({ priorContributions, priorShift }: Hypothesis__Output): string {
  return `prior ${priorShift.toFixed(2)} = ${sumText(priorContributions)}`;
}

function sumText(contributions: Hypothesis__Output['contributions']): string {
  return contributions
    .map(({ name, value }) => `${name} ${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`)
    .join(' ');
}
