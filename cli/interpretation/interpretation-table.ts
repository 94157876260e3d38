import { strongestReasons } from '../../console/explanation/reasons.js';
import type { Decision__Output } from '../../proto/gen/nlu/v1/Decision.js';
import type { Entity__Output } from '../../proto/gen/nlu/v1/Entity.js';
import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';
import type { Question__Output } from '../../proto/gen/nlu/v1/Question.js';
import type { Reading__Output } from '../../proto/gen/nlu/v1/Reading.js';
import { plainDecision, plainQuestionKind, plainStatus } from '../../proto/plain-names.js';
import { fittedTable, wrap } from './fitted-table.js';
import { saidText } from './preference-text.js';

const HEAD = ['domain', 'intent', 'slots', 'confidence', 'posterior'];

const REASONS_NOTE =
  'In brackets: what a reason adds to the log-odds; 0.7 doubles the odds. --json has every part by its name.';

/**
 * A reply as a table for a terminal, with no line wider than `width`: hypotheses best first, each with its strongest
 * reasons where the reply explains itself, then the hearings that counted and each domain's in-domain probability.
 * @param reasonsNote what is said of the reasons, where there are some
 */
export function interpretationTable(
  reply: InterpretResponse__Output,
  width: number,
  reasonsNote: string = REASONS_NOTE,
): string {
  const { hypotheses, domains } = reply;
  const rows = hypotheses.flatMap((hypothesis) => {
    const { domain, intent, confidence, posterior } = hypothesis;
    const reasons = reasonsText(hypothesis);
    const place = reply.hearings.findIndex(({ text }) => text === hypothesis.hearing);
    const heard = reply.hearings.length > 1 ? [String(place + 1)] : [];
    const cells = [domain, intent, slotText(hypothesis), percent(confidence), percent(posterior), ...heard];
    const meant = entitiesText(hypothesis);
    const defaults = defaultsText(hypothesis);
    return [cells, ...[reasons, meant, defaults].filter((text) => text !== '')];
  });
  const domainLines = domains.map(({ domain, status, inDomain, bundleVersion, message, catalogueVersion, warnings }) =>
    plainStatus(status) === 'OK'
      ? [
          `${domain} ${bundleVersion}: in-domain ${percent(inDomain)}`,
          ...catalogueText(catalogueVersion, warnings),
        ].join('; ')
      : `${domain}: ${plainStatus(status)}${message && ` (${message})`}`,
  );
  const note = hypotheses.some((hypothesis) => reasonsText(hypothesis) !== '') ? [reasonsNote] : [];
  const head = reply.hearings.length > 1 ? [...HEAD, 'heard'] : HEAD;
  const hearings = reply.hearings
    .map(({ text, weight }, place) => `${place + 1} "${text}" ${percent(weight)}`)
    .join(', ');
  const heard = hearings === '' ? [] : [`heard ${hearings}`];
  const lines = [...note, decisionText(reply), ...heard, ...domainLines].map((line) => wrap(line, width));
  // What the words of an answer would be as a request misleads whoever reads the answer.
  const isAnswer = reply.answerProbability >= 0.5;
  return (isAnswer ? lines : [fittedTable(head, rows, width), ...lines]).join('\n');
}

function decisionText({
  decision,
  degraded,
  readings,
  priorFlip,
  answerProbability,
  missingDomainRisk,
  question,
}: InterpretResponse__Output): string {
  const missing = `a domain that did not answer may be meant: ${percent(missingDomainRisk)}`;
  const choices = readings.map((reading) => `${choiceText(reading)} ${percent(reading.probability)}`);
  return [
    ...headOf(decision, readings, choices),
    ...(answerProbability > 0 ? [`answers the question: ${percent(answerProbability)}`] : []),
    ...(question ? [`to be asked: ${questionText(question)}`] : []),
    ...(degraded ? [`degraded: ${missing}`] : []),
    ...(priorFlip ? [`${priorFlip.domain} would win with a prior ${priorFlip.logOdds.toFixed(2)} higher`] : []),
  ].join('; ');
}

function questionText({ kind, about, propensity }: Question__Output): string {
  if (plainQuestionKind(kind) === 'SATISFACTION') return `was it right? (propensity ${propensity})`;
  return about ? `shall this be kept: ${saidText(about)}?` : String(kind);
}

/** The decision and what it is about; of readings that nothing was decided about each stands by itself. */
function headOf(
  decision: Decision__Output,
  readings: readonly Reading__Output[],
  choices: readonly string[],
): string[] {
  if (decision === 'DECISION_CLARIFY') return [`CLARIFY between ${choices.join(', ')}`];
  if (decision !== 'DECISION_UNDECIDED') return [outcomeText(decision, readings)];
  return ['UNDECIDED', ...(choices.length > 0 ? [`of those that answered ${choices.join(', ')}`] : [])];
}

/** What is asked about: the work where it is known, else the title, or where the words name none, what would be done. */
function choiceText({ domain, title, hypothesis, entity }: Reading__Output): string {
  if (entity) return `${domain} ${entityText(entity)}`;
  if (title || !hypothesis) return `${domain} "${title}"`;
  return `${domain} ${hypothesis.intent}, ${slotText(hypothesis)}`;
}

/** The decision, and what is acted on: the first reading, which need not be of the first hypothesis's domain. */
function outcomeText(decision: Decision__Output, [first]: readonly Reading__Output[]): string {
  const hypothesis = first?.hypothesis;
  if (!hypothesis) return plainDecision(decision);
  const { domain, intent } = hypothesis;
  return `${plainDecision(decision)} ${domain} ${intent}, ${slotText(hypothesis)} ${percent(first.probability)}`;
}

/** The slots of a hypothesis in one line. */
export function slotText({ slots }: Pick<Hypothesis__Output, 'slots'>): string {
  return slots.map(({ name, value }) => `${name}: ${value}`).join(', ') || '(no slots)';
}

/** An entity as a person tells it from others: title, who made it, kind and year. */
export function entityText({ title, creators, kind, year }: Entity__Output): string {
  const by = creators.length === 0 ? [] : [`by ${creators.join(' and ')}`];
  return [`"${title}"`, ...by, kind, ...(year === undefined ? [] : [String(year)])].join(', ').replace(', by', ' by');
}

/** What a hypothesis means, most probable first, and how likely it is that nothing of the catalogue is meant. */
function entitiesText({ domain, entities, entityNone }: Hypothesis__Output): string {
  if (entityNone === undefined) return '';
  const each = entities.map((entity) => `${entityText(entity)} ${percent(entity.probability)}`);
  return `${domain} means: ${[...each, `none of the catalogue ${percent(entityNone)}`].join('; ')}`;
}

/** What the customer's preferences fill in. */
function defaultsText({ domain, defaultSlots }: Hypothesis__Output): string {
  if (defaultSlots.length === 0) return '';
  return `${domain} by preference: ${defaultSlots.map(({ name, value }) => `${name}: ${value}`).join(', ')}`;
}

function catalogueText(version: string, warnings: readonly string[]): string[] {
  return [...(version === '' ? [] : [`catalogue ${version}`]), ...warnings];
}

/** A probability as it is printed everywhere. */
export function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)}%`;
}

function reasonsText(hypothesis: Hypothesis__Output): string {
  const reasons = strongestReasons(hypothesis).map(
    ({ phrase, value }) => `${phrase} (${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)})`,
  );
  return reasons.length === 0 ? '' : `${hypothesis.domain}: ${reasons.join(', ')}`;
}
