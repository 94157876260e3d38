import type { InterpretResponse__Output } from '../../../proto/gen/nlu/v1/InterpretResponse.js';
import { plainDecision } from '../../../proto/plain-names.js';
import type { TurnRow } from './rows.js';

/** Kinds of answers, as they are counted. */
export type TurnKind = 'reading' | 'none' | 'again' | 'request';

export function kindOf({ right }: TurnRow): TurnKind {
  if ('reading' in right) return 'reading';
  if ('none' in right) return 'none';
  return 'again' in right ? 'again' : 'request';
}

/** Whether a reply does what is right for a row: the decision, and the very readings where it has any. */
export function isRight({ asked, right }: TurnRow, reply: InterpretResponse__Output): boolean {
  const decision = plainDecision(reply.decision);
  const places = reply.readings.map((reading) => placeOf(asked, reading));
  const isAnswer = reply.answerProbability >= 0.5;
  if ('reading' in right) return isAnswer && decision === 'ACCEPT' && places.join() === `${right.reading}`;
  if ('none' in right) return decision === 'REJECT';
  if ('again' in right) return isAnswer && decision === 'CLARIFY' && places.sort().join() === right.again.join();
  const { decision: expected, domain } = right.request;
  return !isAnswer && decision === expected && (domain === undefined || reply.readings[0]?.domain === domain);
}

/** The reading's place in the question, by domain, intent and slot values; -1: it was not asked about. */
function placeOf(
  asked: TurnRow['asked'],
  { domain, hypothesis }: InterpretResponse__Output['readings'][number],
): number {
  const slots = new Map(hypothesis?.slots.map(({ name, value }) => [name, value]));
  return asked.findIndex((reading) => {
    const entries = Object.entries(reading.slots);
    const isSame = entries.length === slots.size && entries.every(([name, value]) => slots.get(name) === value);
    return reading.domain === domain && reading.intent === hypothesis?.intent && isSame;
  });
}
