import type { AnswerRules } from './answer-rules.js';
import { type Beliefs, type BelievedDomain, believe, type PriorQuery } from './beliefs.js';
import type { AbsentClaims } from './claims/claims.js';
import { type Decision, decide } from './decision.js';
import type { DomainReply } from './domain-reply.js';
import { type MeaningOf, pool } from './hearings/pool.js';
import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { type MergeLimits, merge } from './merge.js';
import type { Presence } from './missing-risk.js';
import { type PriorFlip, priorFlip } from './prior-flip.js';
import { offered, type ReadDomain, type Reading, readings } from './readings.js';
import { answerTurn } from './turns/answer-turn.js';
import type { Asked, Said } from './turns/asked.js';

const NONE_ABSENT: AbsentClaims = new Map();

/** What an answer depends on in a request. */
export interface AnswerQuery<H extends Hypothesis = never> extends MergeLimits, PriorQuery<H> {
  /** The question that the utterance may answer; absent: nothing was asked. */
  readonly asked?: Asked<H> | undefined;
}

/** The answer to one request: the decision, and the hypotheses and readings behind it. */
export interface Answer<H extends Hypothesis = Hypothesis> {
  readonly decision: Decision;
  /** Merged, best first, within the request's limits. */
  readonly hypotheses: readonly ShiftedHypothesis<H>[];
  /** Best first: what was accepted, or what to ask about; empty on REJECT. On UNDECIDED those of the domains that replied. */
  readonly readings: readonly Reading<ShiftedHypothesis<H>>[];
  /** Every reading, best first, whatever the decision and the request's limits. */
  readonly allReadings: readonly Reading<ShiftedHypothesis<H>>[];
  /** Probability that none of all readings was meant, in [0, 1]: with theirs it sums to 1. */
  readonly none: number;
  /** Only when an explanation was asked for. */
  readonly priorFlip: PriorFlip | undefined;
  /** P(a domain that did not reply was meant), in [0, 1]; 0 where all replied. */
  readonly missingRisk: number;
  /** P(the utterance answers the question that was asked, and is no new request), in [0, 1]; 0 where nothing was asked. */
  readonly answerProbability: number;
}

/**
 * Answers a request from the domains' replies:
 * 1. shares of a request for a listed title,
 * 2. each domain's prior by context and shares, the customer's preferences, and the posteriors after them,
 * 3. one merged list, within the request's limits,
 * 4. readings: what the user may have meant, of all hypotheses, since a limit is on the list and not on what was meant,
 * 5. the decision,
 * 6. where a question was asked that the utterance rather answers: the decision and readings of that answer.
 * What serves, what gates a release and what priors are fitted on are all this function.
 * @param replies of the domains that replied, by domain; at least one
 * @param absent what the domains that did not reply would say of the utterance
 */
export function answer<H extends Hypothesis>(
  query: AnswerQuery<H>,
  replies: ReadonlyMap<string, DomainReply<H>>,
  rules: AnswerRules,
  absent: AbsentClaims = NONE_ABSENT,
): Answer<H> {
  const utterance = query.asked?.utterance ?? '';
  return concluded(query, believe(query, replies, absent, rules.priors), [{ utterance, weight: 1, replies }], rules);
}

/** Words that the user may have said, and the domains' replies to them. */
export interface HeardReplies<H extends Hypothesis> extends Said {
  readonly replies: ReadonlyMap<string, DomainReply<H>>;
  /** What the domains that did not reply would say of these words; absent: all replied. */
  readonly absent?: AbsentClaims | undefined;
}

/**
 * Answers a request that a recogniser heard in several ways: steps 1 and 2 for each hearing, since a title may be listed as
 * one of them was understood and not as another, then the sums over hearings, each with its probability (`pool`), and
 * steps 3 to 6 for these.
 * @param hearings likeliest first, at least one; their weights sum to 1, and the same domains replied to each
 * @param meaningOf tells which hypotheses of a domain mean the same
 */
export function answerHearings<H extends Hypothesis>(
  query: AnswerQuery<H>,
  hearings: readonly HeardReplies<H>[],
  rules: AnswerRules,
  meaningOf: MeaningOf<H>,
): Answer<H> {
  const heard = hearings.map(({ replies, absent = NONE_ABSENT, ...hearing }) => {
    return { ...hearing, ...believe(query, replies, absent, rules.priors) };
  });
  const names = [...(hearings[0]?.replies.keys() ?? [])];
  const domains = names.map((domain): BelievedDomain<H> => {
    const own = heard.flatMap(({ domains: all, utterance: text, weight }) =>
      all.filter((each) => each.domain === domain).map((each) => ({ ...each, text, weight })),
    );
    const open = own.filter(({ isOpen }) => isOpen);
    const hypotheses = pool(own, meaningOf);
    return {
      domain,
      hypotheses,
      isOpen: open.length > 0,
      offerable: open.length === own.length ? hypotheses : pool(open, meaningOf),
      inDomain: open.reduce((sum, { inDomain, weight }) => sum + weight * inDomain, 0),
    };
  });
  const meanOf = (figure: keyof Presence) =>
    heard.reduce((sum, { weight, presence }) => sum + weight * presence[figure], 0);
  const presence = { anyDomain: meanOf('anyDomain'), missingRisk: meanOf('missingRisk') };
  return concluded(query, { domains, presence }, hearings, rules);
}

/** Steps 3 to 6. */
function concluded<H extends Hypothesis>(
  query: AnswerQuery<H>,
  { domains, presence }: Beliefs<H>,
  said: readonly Said[],
  { thresholds, minShare }: AnswerRules,
): Answer<H> {
  const shifted = new Map<string, readonly ShiftedHypothesis<H>[]>();
  const believed = new Map<string, ReadDomain<ShiftedHypothesis<H>>>();
  const all: ShiftedHypothesis<H>[] = [];
  for (const { domain, hypotheses, isOpen, offerable, inDomain } of domains) {
    shifted.set(domain, hypotheses);
    if (isOpen) believed.set(domain, { hypotheses: offerable, inDomain });
    for (const hypothesis of hypotheses) all.push(hypothesis);
  }
  const hypotheses = merge(all, query);
  const { readings: allReadings, none } = readings(believed);
  const choice = offered(allReadings, minShare);
  const decision = decide(all, presence, thresholds, choice);
  const result = {
    decision,
    hypotheses,
    readings: decision === 'REJECT' ? [] : choice,
    allReadings,
    none,
    priorFlip: query.explain ? priorFlip(shifted) : undefined,
    missingRisk: presence.missingRisk,
    answerProbability: 0,
  };
  if (!query.asked) return result;
  const { minProbability } = thresholds;
  const { answerProbability, answered } = answerTurn(query.asked.readings, said, minShare, minProbability);
  return { ...result, answerProbability, ...answered };
}
