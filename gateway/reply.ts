import { checkHypothesis, checkName, checkProbability } from '../proto/checks/hypothesis.js';
import { quote } from '../proto/checks/quote.js';
import { invalidField, NluError } from '../proto/errors.js';
import type { DomainInterpretResponse__Output } from '../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis__Output } from '../proto/gen/nlu/v1/Hypothesis.js';
import type { Contribution, DomainHypothesis, DomainReply } from './hypothesis.js';

/** What a domain's reply must agree with. */
export interface ReplyExpectation {
  readonly domain: string;
  /** Code points of the utterance. */
  readonly textLength: number;
  /** The version that the caller pinned. */
  readonly version: string | undefined;
  readonly maxHypotheses: number;
  readonly explain: boolean;
}

const maxContributions = 256;

/**
 * Checks a domain's reply like any input: it may be another domain's, hold NaN, or point outside of the text.
 * @throws NluError INTERNAL naming the field: it is the domain's error, never an answer
 */
export function checkReply(reply: DomainInterpretResponse__Output, expected: ReplyExpectation): DomainReply {
  try {
    return takeReply(reply, expected);
  } catch (cause) {
    if (!(cause instanceof NluError)) throw cause;
    throw new NluError('INTERNAL', `reply refused: ${cause.message}`, { cause });
  }
}

function takeReply(reply: DomainInterpretResponse__Output, expected: ReplyExpectation): DomainReply {
  const { bundleVersion, hypotheses } = reply;
  checkName('bundle_version', bundleVersion);
  if (expected.version !== undefined && bundleVersion !== expected.version) {
    throw invalidField('bundle_version', `is ${quote(bundleVersion)} instead of the pinned ${quote(expected.version)}`);
  }
  if (hypotheses.length > expected.maxHypotheses) {
    throw invalidField('hypotheses', `${hypotheses.length} are too many; at most ${expected.maxHypotheses}`);
  }
  return {
    hypotheses: hypotheses.map((hypothesis, index) => takeHypothesis(`hypotheses[${index}]`, hypothesis, expected)),
    inDomain: checkProbability('in_domain', reply.inDomain),
    bundleVersion,
  };
}

function takeHypothesis(field: string, hypothesis: Hypothesis__Output, expected: ReplyExpectation): DomainHypothesis {
  if (hypothesis.domain !== expected.domain) {
    throw invalidField(`${field}.domain`, `is ${quote(hypothesis.domain)}, not ${expected.domain}`);
  }
  return {
    ...checkHypothesis(field, hypothesis, expected.textLength),
    confidence: checkProbability(`${field}.confidence`, hypothesis.confidence),
    contributions: expected.explain ? takeContributions(`${field}.contributions`, hypothesis.contributions) : [],
  };
}

function takeContributions(field: string, contributions: readonly Contribution[]): Contribution[] {
  if (contributions.length > maxContributions) throw invalidField(field, `more than ${maxContributions}`);
  return contributions.map(({ name, value }, index) => {
    if (!Number.isFinite(value)) throw invalidField(`${field}[${index}].value`, `${value} is not a number`);
    return { name: checkName(`${field}[${index}].name`, name), value };
  });
}
