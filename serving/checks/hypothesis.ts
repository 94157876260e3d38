import type { Hypothesis__Output } from '../../proto/gen/nlu/v1/Hypothesis.js';
import type { RawHypothesis__Output } from '../../proto/gen/nlu/v1/RawHypothesis.js';
import type { Scores__Output } from '../../proto/gen/nlu/v1/Scores.js';
import type { Slot__Output } from '../../proto/gen/nlu/v1/Slot.js';
import { invalidField } from '../errors.js';
import { SCORE_NAMES, type SentScores } from '../hypothesis.js';
import { quote } from './quote.js';

/** In UTF-16 code units. */
const MAX_NAME_LENGTH = 128;
const MAX_SLOTS = 64;
/**
 * The most slots that the hypotheses of one request may have in all, for each that it may hold: a slot takes a domain's one
 * thread some 15 us.
 */
export const SLOTS_PER_HYPOTHESIS = 10;
/** The most named scores of one hypothesis. */
export const MAX_NAMED_SCORES = 64;

/** The part of a hypothesis that callers and domains both send, checked. */
export interface CheckedHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot__Output[];
  /** Absent where it came with none. */
  readonly scores: SentScores | undefined;
}

/** A hypothesis of a caller's own NLU, checked as far as no bundle is needed for it. */
export interface CheckedRawHypothesis extends CheckedHypothesis {
  /** Finite, one at least, and by names that are none of the scores given; absent where it came with none. */
  readonly namedScores?: Readonly<Record<string, number>>;
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
  hypothesis: Pick<RawHypothesis__Output | Hypothesis__Output, 'domain' | 'intent' | 'slots' | 'scores'>,
  textLength: number,
): CheckedHypothesis {
  checkName(`${field}.intent`, hypothesis.intent);
  if (hypothesis.slots.length > MAX_SLOTS) throw invalidField(`${field}.slots`, `more than ${MAX_SLOTS}`);
  const slots = hypothesis.slots.map((slot, index) => checkSlot(`${field}.slots[${index}]`, slot, textLength));
  const scores = hypothesis.scores ? checkScores(`${field}.scores`, hypothesis.scores) : undefined;
  return { domain: hypothesis.domain, intent: hypothesis.intent, slots, scores };
}

/**
 * Checks a hypothesis that a caller sent to be re-ranked. Which scores it needs depends on the bundle, which this does not
 * know: it needs one at least.
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkRawHypothesis(
  field: string,
  hypothesis: RawHypothesis__Output,
  textLength: number,
): CheckedRawHypothesis {
  const checked = checkHypothesis(field, hypothesis, textLength);
  const namedScores = checkNamedScores(`${field}.named_scores`, hypothesis.namedScores, checked.scores);
  if (Object.keys(namedScores).length > 0) return { ...checked, namedScores };
  if (SCORE_NAMES.some((name) => checked.scores?.[name] !== undefined)) return checked;
  const rule = "give domain, intent and slot, or named_scores by the names that the domain's bundle declares";
  throw invalidField(`${field}.scores`, `missing; ${rule}`);
}

/**
 * Checks that no two hypotheses mean the same: each would take its share of what is one meaning's, and together they would
 * be believed more than one of them.
 * @throws NluError INVALID_ARGUMENT naming the second of them
 */
export function refuseTwins(hypotheses: readonly Pick<CheckedHypothesis, 'domain' | 'intent' | 'slots'>[]): void {
  const places = new Map<string, number>();
  for (const [place, { domain, intent, slots }] of hypotheses.entries()) {
    const values = slots.map(({ name, value, start, end }) => JSON.stringify([name, value, start, end])).sort();
    const key = JSON.stringify([domain, intent, values]);
    const twin = places.get(key);
    if (twin !== undefined) {
      const rule = 'send each domain, intent and slots once, with the scores of the likeliest';
      throw invalidField(`hypotheses[${place}]`, `repeats hypotheses[${twin}]; ${rule}`);
    }
    places.set(key, place);
  }
}

function checkScores(field: string, sent: Scores__Output): SentScores {
  const scores: { -readonly [Name in keyof SentScores]: SentScores[Name] } = {};
  for (const name of SCORE_NAMES) {
    const value = sent[name];
    if (value !== undefined) scores[name] = checkProbability(`${field}.${name}`, value);
  }
  return scores;
}

function checkNamedScores(
  field: string,
  sent: Readonly<Record<string, number>>,
  scores: SentScores = {},
): Readonly<Record<string, number>> {
  const entries = Object.entries(sent);
  if (entries.length > MAX_NAMED_SCORES) throw invalidField(field, `more than ${MAX_NAMED_SCORES}`);
  for (const [name, value] of entries) {
    const one = `${field}[${quote(name)}]`;
    checkName(one, name);
    if (!Number.isFinite(value)) throw invalidField(one, `${value} is not finite; leave a missing score out`);
    if (SCORE_NAMES.some((each) => each === name && scores[each] !== undefined)) {
      throw invalidField(one, 'stands in scores too; give it once');
    }
  }
  return sent;
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
