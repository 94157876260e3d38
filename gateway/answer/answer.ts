import type { AnswerRules } from './answer-rules.js';
import { applyPrior, applyShift } from './apply-priors.js';
import { type Decision, decide } from './decision.js';
import type { DomainReply } from './domain-reply.js';
import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { type MergeLimits, merge } from './merge.js';
import type { BestByDomain } from './missing-risk.js';
import { type PriorFlip, priorFlip } from './prior-flip.js';
import type { DeviceContext } from './priors/context.js';
import { domainPriors, type Prior } from './priors/domain-priors.js';
import { contextTable, type PriorTable } from './priors/prior-table.js';
import { controlsPlayback, leftOpen, titleShares } from './priors/title-shares.js';
import { offered, type ReadDomain, type Reading, readings } from './readings.js';
import { answerTurn } from './turns/answer-turn.js';
import type { Asked } from './turns/asked.js';

/** What an answer depends on in a request. */
export interface AnswerQuery<H extends Hypothesis = never> extends MergeLimits {
  readonly context: DeviceContext;
  readonly explain: boolean;
  /** The question that the utterance may answer; absent: nothing was asked. */
  readonly asked?: Asked<H> | undefined;
}

/** The answer to one request: the decision, and the hypotheses and readings behind it. */
export interface Answer<H extends Hypothesis = Hypothesis> {
  readonly decision: Decision;
  /** Merged, best first, within the request's limits. */
  readonly hypotheses: readonly ShiftedHypothesis<H>[];
  /** Best first: what was accepted, or what to ask about; empty on REJECT. */
  readonly readings: readonly Reading<ShiftedHypothesis<H>>[];
  /** Every reading, best first, whatever the decision and the request's limits. */
  readonly allReadings: readonly Reading<ShiftedHypothesis<H>>[];
  /** Probability that none of all readings was meant, in [0, 1]: with theirs it sums to 1. */
  readonly none: number;
  /** Only when an explanation was asked for. */
  readonly priorFlip: PriorFlip | undefined;
  /** The best posterior of each domain that replied, before any limit of the request. */
  readonly bests: BestByDomain;
  /** P(the utterance answers the question that was asked, and is no new request), in [0, 1]; 0 where nothing was asked. */
  readonly answerProbability: number;
}

const NO_PRIORS: ReadonlyMap<string, Prior> = new Map();
const NO_PRIOR: Prior = { shift: 0, contributions: [] };

/**
 * Answers a request from the domains' replies:
 * 1. shares of a request for a listed title,
 * 2. each domain's prior by context and shares, and the posteriors after it,
 * 3. one merged list, within the request's limits,
 * 4. readings: what the user may have meant, of all hypotheses, since a limit is on the list and not on what was meant,
 * 5. the decision,
 * 6. where a question was asked that the utterance rather answers: the decision and readings of that answer.
 * What serves, what gates a release and what priors are fitted on are all this function.
 * @param replies of the domains that replied, by domain; at least one
 */
export function answer<H extends Hypothesis>(
  query: AnswerQuery<H>,
  replies: ReadonlyMap<string, DomainReply<H>>,
  { priors: table, thresholds, minShare }: AnswerRules,
): Answer<H> {
  const beliefs = new Map<string, number>();
  const inDomain: number[] = [];
  for (const [domain, reply] of replies) {
    // A re-ranker that models each hypothesis alone may be surer of one than of the domain.
    beliefs.set(domain, Math.max(reply.inDomain, bestOf(reply.hypotheses)));
    inDomain.push(reply.inDomain);
  }
  const priors = table ? priorsOf(table, query, replies, beliefs) : NO_PRIORS;
  const shifted = new Map<string, readonly ShiftedHypothesis<H>[]>();
  const believed = new Map<string, ReadDomain<ShiftedHypothesis<H>>>();
  const bests = new Map<string, number>();
  const all: ShiftedHypothesis<H>[] = [];
  const isOpen = leftOpen(replies);
  for (const [domain, reply] of replies) {
    const belief = beliefs.get(domain) ?? 0;
    const prior = priors.get(domain) ?? NO_PRIOR;
    const list = applyPrior(domain, reply.hypotheses, belief, prior);
    shifted.set(domain, list);
    if (isOpen(reply)) believed.set(domain, { hypotheses: list, inDomain: applyShift(belief, prior.shift) });
    bests.set(domain, bestPosteriorOf(list));
    for (const hypothesis of list) all.push(hypothesis);
  }
  const hypotheses = merge(all, query);
  const { readings: allReadings, none } = readings(believed);
  const choice = offered(allReadings, minShare);
  const decision = decide(hypotheses, inDomain, thresholds, choice);
  const result = {
    decision,
    hypotheses,
    readings: decision === 'REJECT' ? [] : choice,
    allReadings,
    none,
    priorFlip: query.explain ? priorFlip(shifted) : undefined,
    bests,
    answerProbability: 0,
  };
  if (!query.asked) return result;
  const { answerProbability, answered } = answerTurn(query.asked, replies, minShare);
  return { ...result, answerProbability, ...answered };
}

function priorsOf(
  table: PriorTable,
  { context, explain }: Pick<AnswerQuery, 'context' | 'explain'>,
  replies: ReadonlyMap<string, DomainReply>,
  beliefs: ReadonlyMap<string, number>,
): ReadonlyMap<string, Prior> {
  const byContext = contextTable(table, controlsPlayback(replies));
  return domainPriors(byContext, context, beliefs, titleShares(table, replies, context), explain);
}

function bestOf(hypotheses: readonly Hypothesis[]): number {
  let best = 0;
  for (const { confidence } of hypotheses) if (confidence > best) best = confidence;
  return best;
}

function bestPosteriorOf(hypotheses: readonly { readonly posterior: number }[]): number {
  let best = 0;
  for (const { posterior } of hypotheses) if (posterior > best) best = posterior;
  return best;
}
