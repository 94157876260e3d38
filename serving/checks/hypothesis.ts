import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { RawHypothesis__Output } from '../../proto/gen/nlu/v1/RawHypothesis.js';
import type { Scores__Output } from '../../proto/gen/nlu/v1/Scores.js';
import type { Slot__Output } from '../../proto/gen/nlu/v1/Slot.js';
import { invalidField } from '../errors.js';

/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 128;
const MAX_SLOTS = 64;

/** The part of a hypothesis that callers and domains both send, checked. */
export interface CheckedHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot__Output[];
  readonly scores: Scores__Output;
}

/**
 * Checks the part that the hypotheses of callers and of domains have in common, and returns it without its wire form.
 * Numbers are checked whoever sends them: NaN would spoil every comparison of the merge.
 * @param field path of the hypothesis, for example `hypotheses[2]`
 * @param textLength code points of the utterance, which slots must lie within
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkHypothesis(
  field: string,
  hypothesis: RawHypothesis__Output | Hypothesis__Output,
  textLength: number,
): CheckedHypothesis {
  checkName(`${field}.intent`, hypothesis.intent);
  if (hypothesis.slots.length > MAX_SLOTS) throw invalidField(`${field}.slots`, `more than ${MAX_SLOTS}`);
  const slots = hypothesis.slots.map((slot, index) => checkSlot(`${field}.slots[${index}]`, slot, textLength));
  if (!hypothesis.scores) throw invalidField(`${field}.scores`, 'missing; give domain, intent and slot');
  const { domain, intent, slot } = hypothesis.scores;
  const scores = { domain, intent, slot };
  for (const name of ['domain', 'intent', 'slot'] as const) checkProbability(`${field}.scores.${name}`, scores[name]);
  return { domain: hypothesis.domain, intent: hypothesis.intent, slots, scores };
}

/**
 * Returns `value` if it is a probability.
 * @throws NluError INVALID_ARGUMENT unless it is in [0, 1]
 */
export function checkProbability(field: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw invalidField(field, `${value} is not in [0, 1]`);
}

/**
 * Returns `name` if its length is allowed.
 * @throws NluError INVALID_ARGUMENT unless it has 1 to 128 characters
 */
export function checkName(field: string, name: string): string {
  if (name === '') throw invalidField(field, 'is empty');
  if (name.length > MAX_NAME_LENGTH) throw invalidField(field, `is longer than ${MAX_NAME_LENGTH} characters`);
  return name;
}

/** Checks a slot. Offsets that are both 0 are unknown ones. */
function checkSlot(field: string, { name, value, start, end }: Slot__Output, textLength: number): Slot__Output {
  checkName(`${field}.name`, name);
  if (value === '') throw invalidField(`${field}.value`, 'is empty');
  const located = start < end && end <= textLength;
  if (!located && !(start === 0 && end === 0)) {
    const range = `[${start}, ${end}) is not within the utterance's ${textLength} code points`;
    throw invalidField(`${field}.start`, `${range}; start and end may both be 0 when they are not known`);
  }
  return { name, value, start, end };
}
