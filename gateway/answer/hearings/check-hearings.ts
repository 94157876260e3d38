import { checkUtterance } from '../../../serving/checks/utterance.js';
import { invalidField } from '../../../serving/errors.js';
import { normalisedValue } from '../readings.js';
import type { SentHearing } from './weights.js';

/** The most entries that an n-best list may have. */
const MOST_SENT = 100;

/**
 * Checks the n-best list of a speech recogniser.
 * @param utterance of the same request; empty: the caller names none
 * @param maxBytes longest text, in bytes of UTF-8
 * @returns the list, in its order
 * @throws NluError INVALID_ARGUMENT naming the first field that is wrong
 */
export function checkHearings(
  recognised: readonly SentHearing[],
  utterance: string,
  maxBytes: number,
): readonly SentHearing[] {
  const { length } = recognised;
  if (length > MOST_SENT) throw invalidField('recognised', `${length} are too many; at most ${MOST_SENT}`);
  for (const [index, { text, confidence }] of recognised.entries()) {
    checkUtterance(text, maxBytes, `recognised[${index}].text`);
    if (confidence !== undefined && !(confidence >= 0 && Number.isFinite(confidence))) {
      const rule = 'a finite number of 0 or more; leave it out where there is none';
      throw invalidField(`recognised[${index}].confidence`, `${confidence} is not allowed; ${rule}`);
    }
  }
  if (length > 0 && recognised.every(({ confidence }) => confidence === 0)) {
    throw invalidField('recognised', 'every confidence is 0; give one above 0, or none at all for a list by rank');
  }
  if (length > 0 && utterance !== '' && !isAmong(utterance, recognised)) {
    throw invalidField('utterance', 'is none of the texts in recognised; send one of them, or leave it empty');
  }
  return recognised;
}

function isAmong(utterance: string, recognised: readonly SentHearing[]): boolean {
  const normalised = normalisedValue(utterance);
  return recognised.some(({ text }) => normalisedValue(text) === normalised);
}
