import {
  answerHeardInterpretations,
  answerInterpretations,
  plainQuery,
} from '../../../gateway/answer/answer-interpretations.js';
import type { AnswerRules } from '../../../gateway/answer/answer-rules.js';
import type { Decision } from '../../../gateway/answer/decision.js';
import type { DomainReply } from '../../../gateway/answer/domain-reply.js';
import { meaningText } from '../../../gateway/answer/hearings/pool.js';
import { checkContext } from '../../../gateway/answer/priors/context.js';
import type { Slot } from '../../../serving/hypothesis.js';
import type { Asked } from './question.js';

/** The fields of a domain's hypothesis that an answer shows. */
export interface AnsweredHypothesis {
  readonly intent: string;
  readonly slots: readonly Slot[];
  /** In [0, 1]. */
  readonly confidence: number;
}

/** What a domain makes of a question, whichever model it is by. */
export type DomainAnswer = DomainReply<AnsweredHypothesis>;

/** The hypothesis of a reading. */
export interface ReadHypothesis {
  readonly domain: string;
  readonly intent: string;
  readonly slots: readonly Slot[];
  /** In [0, 1], before and after the prior. */
  readonly confidence: number;
  readonly posterior: number;
}

/** The part of an answer that a caller acts on. */
export interface CallerAnswer {
  readonly decision: Decision;
  /** The hypothesis of the likeliest reading, whatever the decision; undefined where no domain offers any. */
  readonly first: ReadHypothesis | undefined;
}

/**
 * Answers a question as a gateway does whose domains reply with these interpretations, every option at its default.
 * @param byText interpretations by domain, for each text of the question (`textsOf`); of a question with hypotheses, only
 *   domains that have some of them are asked
 */
export function callerAnswer(
  { context, hearings, hypotheses }: Asked,
  byText: readonly ReadonlyMap<string, DomainAnswer>[],
  rules: AnswerRules,
): CallerAnswer {
  const query = { ...plainQuery(checkContext(context ?? null)), skipScreened: hypotheses === undefined };
  const asked = byText.map((all) =>
    hypotheses ? new Map([...all].filter(([name]) => hypotheses.some(({ domain }) => domain === name))) : all,
  );
  const { decision, allReadings } = hearings
    ? answerHeardInterpretations(
        query,
        hearings.map((hearing, place) => ({ ...hearing, interpretations: asked[place] })),
        rules,
        ({ intent, slots }) => meaningText(intent, slots),
      )
    : answerInterpretations(query, asked[0], rules);
  const [reading] = allReadings;
  if (!reading) return { decision, first: undefined };
  const { domain, posterior, hypothesis } = reading.hypothesis;
  const { intent, slots, confidence } = hypothesis;
  return { decision, first: { domain, intent, slots, confidence, posterior } };
}

/** The hypothesis that a caller acts on, or asks about first; undefined where the answer is a rejection. */
export function actedOn({ decision, first }: CallerAnswer): ReadHypothesis | undefined {
  return decision === 'REJECT' ? undefined : first;
}
