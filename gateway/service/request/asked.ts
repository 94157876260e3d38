import type { Reading__Output } from '../../../proto/gen/nlu/v1/Reading.js';
import { checkHypothesis, checkProbability } from '../../../serving/checks/hypothesis.js';
import { quote } from '../../../serving/checks/quote.js';
import { invalidField } from '../../../serving/errors.js';
import type { Slot } from '../../../serving/hypothesis.js';
import type { AskedReading } from '../../answer/turns/asked.js';
import type { EncodedHypothesis } from '../../domains/replies/encoded-reply.js';
import { checkFoundEntities } from '../../domains/replies/found-entities.js';
import { checkHypothesisTitle, encodeHypothesis } from '../../domains/replies/reply-check.js';
import { checkDomain } from './known-domain.js';

/** The most readings that a question may have offered. */
const MOST_ASKED = 10;
/** The longest hearing that an offered reading may have, in UTF-16 code units. */
const LONGEST_HEARING = 65_536;

/**
 * Checks the readings that were offered, as a CLARIFY reply held them.
 * @param known the domains that the gateway knows
 * @throws NluError INVALID_ARGUMENT naming the first field that is wrong
 */
export function checkAsked(
  asked: readonly Reading__Output[],
  known: readonly string[],
): readonly AskedReading<EncodedHypothesis>[] {
  if (asked.length > MOST_ASKED) throw invalidField('asked', `${asked.length} are too many; at most ${MOST_ASKED}`);
  const readings = asked.map((reading, index) => checkReading(`asked[${index}]`, reading, known));
  refuseTwins(readings);
  return readings;
}

function checkReading(
  field: string,
  reading: Reading__Output,
  known: readonly string[],
): AskedReading<EncodedHypothesis> {
  const { domain, title, hypothesis } = reading;
  checkDomain(`${field}.domain`, domain, known);
  const probability = checkProbability(`${field}.probability`, reading.probability);
  if (!hypothesis) throw invalidField(`${field}.hypothesis`, 'missing; send the reading as the gateway replied it');
  if (hypothesis.domain !== domain) {
    throw invalidField(
      `${field}.hypothesis.domain`,
      `is ${quote(hypothesis.domain)}, not the reading's ${quote(domain)}`,
    );
  }
  // The offsets are in an utterance that is not sent again: only their order can be checked.
  const checked = checkHypothesis(`${field}.hypothesis`, hypothesis, Number.MAX_SAFE_INTEGER);
  checkTitle(`${field}.title`, title, checked.slots);
  const confidence = checkProbability(`${field}.hypothesis.confidence`, hypothesis.confidence);
  const posterior = checkProbability(`${field}.hypothesis.posterior`, hypothesis.posterior);
  const { priorShift } = hypothesis;
  const found = checkFoundEntities(`${field}.hypothesis`, hypothesis);
  if (!Number.isFinite(priorShift))
    throw invalidField(`${field}.hypothesis.prior_shift`, `${priorShift} is not a number`);
  return {
    domain,
    title,
    probability,
    slots: checked.slots,
    hypothesis: {
      domain,
      hypothesis: {
        intent: checked.intent,
        slots: checked.slots,
        title: checkHypothesisTitle(`${field}.hypothesis.title`, hypothesis.title, checked.slots),
        confidence,
        contributions: [],
        encoded: encodeHypothesis(checked),
        ...(found && { found }),
      },
      priorShift,
      priorContributions: [],
      posterior,
      ...(hypothesis.hearing !== '' && {
        heard: { text: checkHearing(`${field}.hypothesis.hearing`, hypothesis.hearing), confidence },
      }),
    },
  };
}

function checkHearing(field: string, hearing: string): string {
  if (hearing.length > LONGEST_HEARING) throw invalidField(field, `is longer than ${LONGEST_HEARING} characters`);
  return hearing;
}

/**
 * A title may be empty, as in "play some jazz", which names no work. One that is the value of no slot never came from a
 * gateway, and would come back as what the user asked for.
 */
function checkTitle(field: string, title: string, slots: readonly Slot[]): void {
  if (title === '' || slots.some(({ value }) => value === title)) return;
  const problem = title.trim() === '' ? 'is blank' : `${quote(title)} is the value of no slot`;
  throw invalidField(field, `${problem}; send the title as the gateway replied it`);
}

/** Readings that say the same cannot be told apart by any answer, and each would take its share of the probability. */
function refuseTwins(readings: readonly AskedReading<EncodedHypothesis>[]): void {
  const places = new Map<string, number>();
  for (const [place, { domain, title, slots }] of readings.entries()) {
    const key = JSON.stringify([domain, title, slots.map(({ name, value }) => [name, value]).sort()]);
    const twin = places.get(key);
    if (twin !== undefined) throw invalidField(`asked[${place}]`, `repeats asked[${twin}]; send each reading once`);
    places.set(key, place);
  }
}
