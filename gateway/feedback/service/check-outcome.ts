import { z } from 'zod';
import type { Outcome__Output } from '../../../proto/gen/nlu/v1/Outcome.js';
import { checkName } from '../../../serving/checks/hypothesis.js';
import { quote } from '../../../serving/checks/quote.js';
import { invalidField } from '../../../serving/errors.js';
import type { OutcomeEvent, What } from '../events/outcome-event.js';
import type { DeploymentKey } from '../privacy/deployment-key.js';
import { checkEncoding, checkOpaque } from './check-opaque.js';

const rfc3339 = z.iso.datetime({ offset: true });
/** A week, in ms: nobody listens longer. */
const LONGEST_MS = 604_800_000;
const LONGEST_ENTITY = 256;
const MOST_READINGS = 10;

const ANSWERS: Readonly<Record<string, 'yes' | 'no' | 'unsure'>> = {
  ANSWER_VALUE_YES: 'yes',
  ANSWER_VALUE_NO: 'no',
  ANSWER_VALUE_UNSURE: 'unsure',
};

/**
 * Checks an outcome that a caller reports.
 * @param field path of the outcome
 * @param received the gateway's time, ISO 8601
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkOutcome(
  field: string,
  outcome: Outcome__Output,
  received: string,
  deployment: Pick<DeploymentKey, 'customer'>,
): OutcomeEvent {
  const id = checkEncoding(`${field}.event_id`, checkName(`${field}.event_id`, outcome.eventId));
  const requestId = checkEncoding(`${field}.request_id`, checkName(`${field}.request_id`, outcome.requestId));
  checkOpaque(`${field}.customer`, outcome.customer);
  if (!rfc3339.safeParse(outcome.time).success || Number.isNaN(Date.parse(outcome.time))) {
    const example = '2026-11-28T20:15:00.250Z';
    throw invalidField(
      `${field}.time`,
      `${quote(outcome.time)} is not RFC 3339 with an offset; for example ${example}`,
    );
  }
  const time = new Date(outcome.time).toISOString();
  const customer = outcome.customer === '' ? {} : { customer: deployment.customer(outcome.customer) };
  return { kind: 'outcome', id, requestId, time, received, ...customer, what: whatOf(field, outcome) };
}

function whatOf(field: string, { bargeIn, playback, choice, answer, stop, served }: Outcome__Output): What {
  if (bargeIn) return { type: 'barge_in', afterMs: duration(`${field}.barge_in.after_ms`, bargeIn.afterMs) };
  if (playback) {
    const { entity, playedMs, ofMs } = playback;
    if (entity.length > LONGEST_ENTITY) {
      throw invalidField(`${field}.playback.entity`, `is longer than ${LONGEST_ENTITY} characters`);
    }
    return {
      ...{ type: 'playback', entity, playedMs: duration(`${field}.playback.played_ms`, playedMs) },
      ofMs: duration(`${field}.playback.of_ms`, ofMs),
    };
  }
  if (choice) {
    const { reading } = choice;
    if (reading === undefined) return { type: 'choice' };
    if (reading < MOST_READINGS) return { type: 'choice', reading };
    throw invalidField(`${field}.choice.reading`, `${reading} is none of ${MOST_READINGS} readings; they count from 0`);
  }
  if (answer) {
    const value = ANSWERS[answer.value];
    if (!value) throw invalidField(`${field}.answer.value`, `${quote(String(answer.value))} is not YES, NO or UNSURE`);
    const { propensity } = answer;
    if (propensity === undefined) return { type: 'answer', value };
    if (propensity > 0 && propensity <= 1) return { type: 'answer', value, propensity };
    throw invalidField(`${field}.answer.propensity`, `${propensity} is not in (0, 1]`);
  }
  if (stop) return { type: 'stop' };
  if (served) {
    const domain = checkName(`${field}.served.domain`, served.domain);
    return { type: 'served', domain, intent: checkName(`${field}.served.intent`, served.intent) };
  }
  const kinds = 'barge_in, playback, choice, answer, stop or served';
  throw invalidField(`${field}.what`, `is empty; set one of ${kinds}`);
}

function duration(field: string, ms: number): number {
  if (ms <= LONGEST_MS) return ms;
  throw invalidField(field, `${ms} is more than a week (${LONGEST_MS})`);
}
