import { type Answer, type AnswerQuery, answer } from './answer.js';
import type { AnswerRules } from './answer-rules.js';
import type { DomainReply } from './domain-reply.js';
import type { Hypothesis } from './hypothesis.js';
import { type DeviceContext, NO_CONTEXT } from './priors/context.js';

/** A request to answer from interpretations. */
export interface InterpretedQuery<H extends Hypothesis = never> extends AnswerQuery<H> {
  /** Whether domains may leave out the hypotheses of utterances that their screens end; true by default. */
  readonly skipScreened: boolean;
}

/** A request with every option at its default, except that all hypotheses are returned. */
export function plainQuery(context: DeviceContext = NO_CONTEXT): InterpretedQuery {
  return { context, explain: false, skipScreened: true, maxHypotheses: Number.POSITIVE_INFINITY, minConfidence: 0 };
}

/**
 * Answers as a gateway does whose domains reply with these interpretations, without any call.
 * @param interpretations everything that each domain makes of the utterance, whether or not its screen ends it; by domain,
 *   at least one
 */
export function answerInterpretations<H extends Hypothesis>(
  query: InterpretedQuery<H>,
  interpretations: ReadonlyMap<string, DomainReply<H>>,
  rules: AnswerRules,
): Answer<H> {
  if (!query.skipScreened) return answer(query, interpretations, rules);
  const replies = new Map(
    [...interpretations].map(([domain, reply]): [string, DomainReply<H>] => {
      return [domain, reply.screened ? { ...reply, hypotheses: [] } : reply];
    }),
  );
  return answer(query, replies, rules);
}
