// Original file: proto/nlu/v1/gateway.proto

import type { Decision as _nlu_v1_Decision, Decision__Output as _nlu_v1_Decision__Output } from '../../nlu/v1/Decision.js';
import type { Hypothesis as _nlu_v1_Hypothesis, Hypothesis__Output as _nlu_v1_Hypothesis__Output } from '../../nlu/v1/Hypothesis.js';
import type { DomainStatus as _nlu_v1_DomainStatus, DomainStatus__Output as _nlu_v1_DomainStatus__Output } from '../../nlu/v1/DomainStatus.js';
import type { Reading as _nlu_v1_Reading, Reading__Output as _nlu_v1_Reading__Output } from '../../nlu/v1/Reading.js';
import type { PriorFlip as _nlu_v1_PriorFlip, PriorFlip__Output as _nlu_v1_PriorFlip__Output } from '../../nlu/v1/PriorFlip.js';
import type { CountedHearing as _nlu_v1_CountedHearing, CountedHearing__Output as _nlu_v1_CountedHearing__Output } from '../../nlu/v1/CountedHearing.js';
import type { Rewrite as _nlu_v1_Rewrite, Rewrite__Output as _nlu_v1_Rewrite__Output } from '../../nlu/v1/Rewrite.js';
import type { Question as _nlu_v1_Question, Question__Output as _nlu_v1_Question__Output } from '../../nlu/v1/Question.js';

/**
 * Response of Gateway.Interpret and Gateway.Rerank.
 */
export interface InterpretResponse {
  /**
   * The request_id of the request, or the one that the gateway made.
   */
  'requestId'?: (string);
  /**
   * What to do with the utterance.
   */
  'decision'?: (_nlu_v1_Decision);
  /**
   * The hypotheses of all domains, best first; empty when no domain takes the utterance for its own.
   */
  'hypotheses'?: (_nlu_v1_Hypothesis)[];
  /**
   * One entry for each domain that was asked, in the gateway's configured order.
   */
  'domains'?: (_nlu_v1_DomainStatus)[];
  /**
   * Whether a domain that was asked did not answer; one without recognizer has nothing to answer to Interpret.
   */
  'degraded'?: (boolean);
  /**
   * When degraded: probability that a domain that did not answer is the one that was meant, in [0, 1], by what it said of
   * such words while it answered, by what the others say, and by the context. Nothing is learned of a domain while it is
   * away; one of which too little is known counts as likely as not before the others are heard.
   */
  'missingDomainRisk'?: (number | string);
  /**
   * Bundle version of the context priors; empty when none was applied, or when the table comes from no bundle.
   */
  'priorsVersion'?: (string);
  /**
   * The readings, best first: the one that is accepted on ACCEPT; the one to three to ask about on CLARIFY; none on REJECT;
   * on UNDECIDED those of the domains that answered, which a caller may offer and must not act on.
   */
  'readings'?: (_nlu_v1_Reading)[];
  /**
   * The smallest change of a prior that would change the winner. Only when explain was set and two domains offer hypotheses.
   */
  'priorFlip'?: (_nlu_v1_PriorFlip | null);
  /**
   * Probability that none of the domains' readings was meant, in [0, 1]; also of those that are not offered.
   */
  'noneProbability'?: (number | string);
  /**
   * Probability that the utterance answers the question about the readings in asked, and is no new request; in [0, 1].
   * From 0.5 on decision and readings are those of the answer: REJECT says that none of the readings was meant. Hypotheses
   * are always those of the utterance by itself. 0 where nothing was asked.
   */
  'answerProbability'?: (number | string);
  /**
   * The hearings that the answer was made from, likeliest first; empty where the request had none recognised.
   */
  'hearings'?: (_nlu_v1_CountedHearing)[];
  /**
   * What was interpreted instead of the utterance, or of the hearings; absent: it was interpreted as it was said.
   */
  'rewrite'?: (_nlu_v1_Rewrite | null);
  /**
   * What the user may be asked besides, once the request is served; at most once a week a customer. Absent: nothing.
   */
  'question'?: (_nlu_v1_Question | null);
}

/**
 * Response of Gateway.Interpret and Gateway.Rerank.
 */
export interface InterpretResponse__Output {
  /**
   * The request_id of the request, or the one that the gateway made.
   */
  'requestId': (string);
  /**
   * What to do with the utterance.
   */
  'decision': (_nlu_v1_Decision__Output);
  /**
   * The hypotheses of all domains, best first; empty when no domain takes the utterance for its own.
   */
  'hypotheses': (_nlu_v1_Hypothesis__Output)[];
  /**
   * One entry for each domain that was asked, in the gateway's configured order.
   */
  'domains': (_nlu_v1_DomainStatus__Output)[];
  /**
   * Whether a domain that was asked did not answer; one without recognizer has nothing to answer to Interpret.
   */
  'degraded': (boolean);
  /**
   * When degraded: probability that a domain that did not answer is the one that was meant, in [0, 1], by what it said of
   * such words while it answered, by what the others say, and by the context. Nothing is learned of a domain while it is
   * away; one of which too little is known counts as likely as not before the others are heard.
   */
  'missingDomainRisk': (number);
  /**
   * Bundle version of the context priors; empty when none was applied, or when the table comes from no bundle.
   */
  'priorsVersion': (string);
  /**
   * The readings, best first: the one that is accepted on ACCEPT; the one to three to ask about on CLARIFY; none on REJECT;
   * on UNDECIDED those of the domains that answered, which a caller may offer and must not act on.
   */
  'readings': (_nlu_v1_Reading__Output)[];
  /**
   * The smallest change of a prior that would change the winner. Only when explain was set and two domains offer hypotheses.
   */
  'priorFlip': (_nlu_v1_PriorFlip__Output | null);
  /**
   * Probability that none of the domains' readings was meant, in [0, 1]; also of those that are not offered.
   */
  'noneProbability': (number);
  /**
   * Probability that the utterance answers the question about the readings in asked, and is no new request; in [0, 1].
   * From 0.5 on decision and readings are those of the answer: REJECT says that none of the readings was meant. Hypotheses
   * are always those of the utterance by itself. 0 where nothing was asked.
   */
  'answerProbability': (number);
  /**
   * The hearings that the answer was made from, likeliest first; empty where the request had none recognised.
   */
  'hearings': (_nlu_v1_CountedHearing__Output)[];
  /**
   * What was interpreted instead of the utterance, or of the hearings; absent: it was interpreted as it was said.
   */
  'rewrite': (_nlu_v1_Rewrite__Output | null);
  /**
   * What the user may be asked besides, once the request is served; at most once a week a customer. Absent: nothing.
   */
  'question': (_nlu_v1_Question__Output | null);
}
