import { type Answer, type AnswerQuery, answer } from './answer.js';
import type { AnswerRules } from './answer-rules.js';
import type { DomainReply } from './domain-reply.js';
import { domainsToAskInFull } from './domains-to-ask-in-full.js';
import type { Hypothesis } from './hypothesis.js';
import { type DeviceContext, NO_CONTEXT } from './priors/context.js';
import { type DomainEvidence, titleShares } from './priors/title-shares.js';

/** Everything that a domain makes of an utterance, whether or not its screen ends it. */
export interface Interpretation<H extends Hypothesis = Hypothesis> extends DomainEvidence {
  /** Best first. */
  readonly hypotheses: readonly H[];
  /** True when the domain's screen ends the utterance, so that its first reply leaves the hypotheses out. */
  readonly screened?: boolean | undefined;
  /** Words that people use for what the domain serves; needed only where a question was asked. */
  readonly media?: readonly string[] | undefined;
}

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
 * Answers as a gateway does whose domains reply with these interpretations, without any call: the first round's replies, the
 * second round where one is needed, and `answer`.
 * @param interpretations by domain, of every domain that is asked; at least one
 */
export function answerInterpretations<H extends Hypothesis>(
  query: InterpretedQuery<H>,
  interpretations: ReadonlyMap<string, Interpretation<H>>,
  rules: AnswerRules,
): Answer<H> {
  const replies = new Map<string, DomainReply<H>>();
  for (const [domain, interpretation] of interpretations) {
    const isLeftOut = query.skipScreened && interpretation.screened === true;
    replies.set(domain, isLeftOut ? withoutHypotheses(interpretation) : inFull(interpretation));
  }
  const shares = titleShares(rules.priors, replies, query.context);
  const again = domainsToAskInFull(replies, shares, rules);
  for (const domain of again) replies.set(domain, inFull(interpretations.get(domain)!));
  return answer(query, replies, rules, again.length === 0 ? shares : undefined);
}

function inFull<H extends Hypothesis>(interpretation: Interpretation<H>): DomainReply<H> {
  const { hypotheses, inDomain, listedPopularity, media } = interpretation;
  return { hypotheses, inDomain, listedPopularity, media, hypothesesLeftOut: false };
}

function withoutHypotheses<H extends Hypothesis>(interpretation: Interpretation<H>): DomainReply<H> {
  return { ...inFull(interpretation), hypotheses: [], hypothesesLeftOut: true };
}
