import { writeScores } from '../../../proto/codec/score-fields.js';
import { writeSlot } from '../../../proto/codec/slot-fields.js';
import { WireWriter } from '../../../proto/codec/wire-writer.js';
import type { DomainInterpretResponse__Output } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis__Output } from '../../../proto/gen/nlu/v1/Hypothesis.js';
import {
  type CheckedHypothesis,
  checkHypothesis,
  checkName,
  checkProbability,
} from '../../../serving/checks/hypothesis.js';
import { quote } from '../../../serving/checks/quote.js';
import { invalidField, NluError } from '../../../serving/errors.js';
import type { Contribution, Slot } from '../../../serving/hypothesis.js';
import { definitions } from '../../../serving/rpc/definitions.js';
import type { Encoded, EncodedHypothesis, EncodedReply } from './encoded-reply.js';
import { checkFoundEntities } from './found-entities.js';
import { isMediaWord, MOST_MEDIA } from './media-words.js';
import { MOST_WARNINGS, type ReplyExpectation } from './reply-expectation.js';
import { readReply } from './reply-reader.js';

const MAX_CONTRIBUTIONS = 256;

/**
 * Checks a domain's encoded reply like any input: it may be another domain's, hold NaN, point outside of the text, or be no
 * message at all.
 * @throws NluError INTERNAL naming the field: it is the domain's error, never an answer
 */
export function checkReply(bytes: Buffer, expected: ReplyExpectation): EncodedReply {
  return readReply(bytes, expected) ?? decodeReply(bytes, expected);
}

/**
 * Checks a reply as `checkReply` does, field by field over the decoded message: for replies with explanations, and to tell
 * what is wrong.
 * @throws NluError INTERNAL naming the field
 */
export function decodeReply(bytes: Buffer, expected: ReplyExpectation): EncodedReply {
  try {
    return takeReply(decodeMessage(bytes), expected);
  } catch (cause) {
    if (!(cause instanceof NluError)) throw cause;
    throw new NluError('INTERNAL', `reply refused: ${cause.message}`, { cause });
  }
}

function decodeMessage(bytes: Buffer): DomainInterpretResponse__Output {
  try {
    return definitions().domain.Interpret.responseDeserialize(bytes);
  } catch (cause) {
    throw new NluError('INTERNAL', 'it is no such message', { cause });
  }
}

function takeReply(reply: DomainInterpretResponse__Output, expected: ReplyExpectation): EncodedReply {
  const { bundleVersion, hypotheses } = reply;
  checkName('bundle_version', bundleVersion);
  if (expected.version !== undefined && bundleVersion !== expected.version) {
    throw invalidField('bundle_version', `is ${quote(bundleVersion)} instead of the pinned ${quote(expected.version)}`);
  }
  if (hypotheses.length > expected.maxHypotheses) {
    throw invalidField('hypotheses', `${hypotheses.length} are too many; at most ${expected.maxHypotheses}`);
  }
  if (reply.warnings.length > MOST_WARNINGS) throw invalidField('warnings', `more than ${MOST_WARNINGS}`);
  return {
    hypotheses: hypotheses.map((hypothesis, index) => takeHypothesis(`hypotheses[${index}]`, hypothesis, expected)),
    inDomain: checkProbability('in_domain', reply.inDomain),
    ...(reply.listedPopularity !== undefined && {
      listedPopularity: checkProbability('listed_popularity', reply.listedPopularity),
    }),
    ...(reply.aroundTitle !== undefined && { aroundTitle: checkProbability('around_title', reply.aroundTitle) }),
    screened: reply.screened,
    controlsPlayback: reply.controlsPlayback,
    ...(reply.media.length > 0 && { media: takeMedia(reply.media) }),
    bundleVersion,
    warnings: reply.warnings,
    catalogueVersion: expected.resolve ? checkVersion('catalogue_version', reply.catalogueVersion) : '',
  };
}

/** A version, or none. */
function checkVersion(field: string, version: string): string {
  return version === '' ? '' : checkName(field, version);
}

function takeMedia(media: readonly string[]): readonly string[] {
  if (media.length > MOST_MEDIA) throw invalidField('media', `${media.length} are too many; at most ${MOST_MEDIA}`);
  const wrong = media.findIndex((word) => !isMediaWord(word));
  if (wrong >= 0) throw invalidField(`media[${wrong}]`, `${quote(media[wrong]!)} is no word of 1 to 128 characters`);
  return media;
}

function takeHypothesis(field: string, hypothesis: Hypothesis__Output, expected: ReplyExpectation): EncodedHypothesis {
  if (hypothesis.domain !== expected.domain) {
    throw invalidField(`${field}.domain`, `is ${quote(hypothesis.domain)}, not ${expected.domain}`);
  }
  const checked = checkHypothesis(field, hypothesis, expected.textLength);
  const confidence = checkProbability(`${field}.confidence`, hypothesis.confidence);
  const found = expected.resolve ? checkFoundEntities(field, hypothesis) : undefined;
  return {
    intent: checked.intent,
    slots: checked.slots,
    title: checkHypothesisTitle(`${field}.title`, hypothesis.title, checked.slots),
    confidence,
    forbidden: hypothesis.forbidden,
    contributions: expected.explain ? takeContributions(`${field}.contributions`, hypothesis.contributions) : [],
    encoded: encodeHypothesis(checked),
    ...(found && { found }),
  };
}

/** Checks that a hypothesis's title is the value of one of its slots, or empty. @throws NluError naming the field */
export function checkHypothesisTitle(field: string, title: string, slots: readonly Slot[]): string {
  if (title === '' || slots.some(({ value }) => value === title)) return title;
  throw invalidField(field, `${quote(title)} is the value of no slot`);
}

const writer = new WireWriter();

/** The Hypothesis message's fields from domain to scores. */
export function encodeHypothesis({ domain, intent, slots, scores }: CheckedHypothesis): Encoded {
  writer.begin();
  writer.text(1, domain);
  writer.text(2, intent);
  for (const slot of slots) writeSlot(writer, slot);
  if (scores) writeScores(writer, scores);
  const bytes = writer.finish();
  return { bytes, start: 0, end: bytes.length };
}

function takeContributions(field: string, contributions: readonly Contribution[]): Contribution[] {
  if (contributions.length > MAX_CONTRIBUTIONS) throw invalidField(field, `more than ${MAX_CONTRIBUTIONS}`);
  return contributions.map(({ name, value }, index) => {
    if (!Number.isFinite(value)) throw invalidField(`${field}[${index}].value`, `${value} is not a number`);
    return { name: checkName(`${field}[${index}].name`, name), value };
  });
}
