import type { DomainInterpretResponse } from '../../../proto/gen/nlu/v1/DomainInterpretResponse.js';
import type { Hypothesis } from '../../../proto/gen/nlu/v1/Hypothesis.js';

/** A valid hypothesis of a domain about an utterance of at least four code points. */
export function hypothesisOf(domain: string, confidence: number, more: Partial<Hypothesis> = {}): Hypothesis {
  return {
    domain,
    intent: `${domain}.play`,
    slots: [{ name: 'title', value: 'play', start: 0, end: 4 }],
    title: 'play',
    scores: { domain: 0.9, intent: 0.8, slot: 0.7 },
    confidence,
    contributions: [{ name: 'bias', value: 0.25 }],
    ...more,
  };
}

/**
 * A valid reply with one hypothesis per confidence. Its in_domain is the first confidence, unless `more` sets
 * another.
 */
export function replyOf(
  domain: string,
  confidences: readonly number[],
  more: Partial<DomainInterpretResponse> = {},
): DomainInterpretResponse {
  return {
    hypotheses: confidences.map((confidence) => hypothesisOf(domain, confidence)),
    inDomain: confidences[0] ?? 0,
    bundleVersion: `${domain}-1`,
    ...more,
  };
}
