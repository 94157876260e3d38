import type { AnswerRules } from './answer-rules.js';
import { applyPrior } from './apply-priors.js';
import { type Decision, decide } from './decision.js';
import type { DomainReply } from './domain-reply.js';
import type { Hypothesis, ShiftedHypothesis } from './hypothesis.js';
import { type MergeLimits, merge } from './merge.js';
import type { BestByDomain } from './missing-risk.js';
import { type PriorFlip, priorFlip } from './prior-flip.js';
import type { DeviceContext } from './priors/context.js';
import type { Prior } from './priors/context-priors.js';
import { priorShifts } from './priors/prior-shifts.js';
import { type TitleShares, titleShares } from './priors/title-shares.js';
import { offered, type Reading, readings } from './readings.js';
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
 * @param shares the title shares of these very replies, where they are known already
 */
export function answer<H extends Hypothesis>(
  query: AnswerQuery<H>,
  replies: ReadonlyMap<string, DomainReply<H>>,
  rules: AnswerRules,
  shares: TitleShares | undefined = titleShares(rules.priors, replies, query.context),
): Answer<H> {
  const { priors: table, threshold, minShare } = rules;
  const priors = table ? priorShifts(table, query.context, replies, shares, query.explain) : NO_PRIORS;
  const shifted = new Map<string, readonly ShiftedHypothesis<H>[]>();
  const bests = new Map<string, number>();
  const inDomain: number[] = [];
  const all: ShiftedHypothesis<H>[] = [];
  for (const [domain, reply] of replies) {
    const list = applyPrior(domain, reply.hypotheses, priors.get(domain) ?? NO_PRIOR);
    shifted.set(domain, list);
    bests.set(domain, bestOf(list));
    inDomain.push(reply.inDomain);
    for (const hypothesis of list) all.push(hypothesis);
  }
  const hypotheses = merge(all, query);
  const allReadings = readings(shifted, shares);
  const choice = offered(allReadings, minShare);
  const decision = decide(hypotheses, inDomain, threshold, choice);
  const result = {
    decision,
    hypotheses,
    readings: decision === 'REJECT' ? [] : choice,
    allReadings,
    priorFlip: query.explain ? priorFlip(shifted) : undefined,
    bests,
    answerProbability: 0,
  };
  if (!query.asked) return result;
  const { answerProbability, answered } = answerTurn(query.asked, replies, minShare);
  return { ...result, answerProbability, ...answered };
}

function bestOf(hypotheses: readonly { readonly posterior: number }[]): number {
  let best = 0;
  for (const { posterior } of hypotheses) if (posterior > best) best = posterior;
  return best;
}
