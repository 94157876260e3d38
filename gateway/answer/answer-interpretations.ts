import { type Answer, type AnswerQuery, answer, answerHearings } from './answer.js';
import type { AnswerRules } from './answer-rules.js';
import type { AbsentClaims } from './claims/claims.js';
import type { DomainReply } from './domain-reply.js';
import type { MeaningOf } from './hearings/pool.js';
import type { WeighedHearing } from './hearings/weights.js';
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
 * @param absent what domains that are not among them would say of the utterance
 */
export function answerInterpretations<H extends Hypothesis>(
  query: InterpretedQuery<H>,
  interpretations: ReadonlyMap<string, DomainReply<H>>,
  rules: AnswerRules,
  absent?: AbsentClaims,
): Answer<H> {
  return answer(query, replied(query, interpretations), rules, absent);
}

/** A hearing, and what the domains make of it. */
export interface HeardInterpretations<H extends Hypothesis> extends WeighedHearing {
  /** As `answerInterpretations` takes them; of the same domains for every hearing. */
  readonly interpretations: ReadonlyMap<string, DomainReply<H>>;
}

/** The same for a request with several hearings: `answerHearings` of them. @param hearings likeliest first, at least one */
export function answerHeardInterpretations<H extends Hypothesis>(
  query: InterpretedQuery<H>,
  hearings: readonly HeardInterpretations<H>[],
  rules: AnswerRules,
  meaningOf: MeaningOf<H>,
): Answer<H> {
  const heard = hearings.map(({ text, weight, interpretations }) => {
    return { utterance: text, weight, replies: replied(query, interpretations) };
  });
  return answerHearings(query, heard, rules, meaningOf);
}

/** The interpretations without what domains leave out whose screens ended the utterance. */
function replied<H extends Hypothesis>(
  { skipScreened }: InterpretedQuery<H>,
  interpretations: ReadonlyMap<string, DomainReply<H>>,
): ReadonlyMap<string, DomainReply<H>> {
  if (!skipScreened) return interpretations;
  return new Map(
    [...interpretations].map(([domain, reply]): [string, DomainReply<H>] => {
      return [domain, reply.screened ? { ...reply, hypotheses: [] } : reply];
    }),
  );
}
