import type { Query } from '../service/request.js';
import { type ConfiguredRejection, type Decision, decide, thresholdOf } from './decision.js';
import type { DomainHypothesis, DomainReply, WeighedHypothesis } from './hypothesis.js';
import { merge } from './merge.js';
import type { BestByDomain } from './missing-risk.js';
import type { DomainOutcome } from './outcome.js';
import { type PriorFlip, priorFlip } from './prior-flip.js';
import type { PriorTable } from './prior-table.js';
import { applyPrior, type Prior } from './priors.js';
import { offered, type Reading, readings } from './readings.js';
import { type Weighing, weigh as weighClaims } from './weighing.js';

export interface Answer {
  readonly decision: Decision;
  /** Merged, best first. */
  readonly hypotheses: readonly WeighedHypothesis[];
  /** Best first: what was accepted, or what to ask about; empty on REJECT. */
  readonly readings: readonly Reading[];
  /** Only when an explanation was asked for. */
  readonly priorFlip: PriorFlip | undefined;
  /** True when a domain that was asked did not answer. */
  readonly degraded: boolean;
  /** Of each domain that answered, before any limit of the request. */
  readonly bests: BestByDomain;
}

/** What answers depend on besides the request and the domains. */
export interface AnswerRules {
  readonly priors: PriorTable;
  readonly rejection: ConfiguredRejection;
}

/** From the domains' outcomes to the answer: priors, merge, readings, decision. At least one domain has answered. */
export function answer(
  query: Pick<Query, 'applyPriors' | 'context' | 'explain' | 'maxHypotheses' | 'minConfidence'>,
  outcomes: readonly DomainOutcome[],
  { priors: table, rejection }: AnswerRules,
): Answer {
  const replies = new Map<string, DomainReply>();
  for (const outcome of outcomes) if (outcome.status === 'OK') replies.set(outcome.domain, outcome.reply);
  const { priors, shares } = query.applyPriors ? weighClaims(table, query.context, replies, query.explain) : unweighed;
  const weighed = new Map<string, readonly WeighedHypothesis[]>();
  const bests = new Map<string, number>();
  const inDomain: number[] = [];
  const all: WeighedHypothesis[] = [];
  for (const [domain, reply] of replies) {
    const list = weigh(reply.hypotheses, priors.get(domain) ?? noPrior);
    weighed.set(domain, list);
    bests.set(domain, bestOf(list));
    inDomain.push(reply.inDomain);
    for (const hypothesis of list) all.push(hypothesis);
  }
  const hypotheses = merge(all, query);
  // Of all hypotheses: what a request limits is the list, not what the user may have meant. Minimum share 1 never asks.
  const choice = offered(readings(weighed, shares), table.clarify?.minShare ?? 1);
  const decision = decide(hypotheses, inDomain, thresholdOf(table, rejection), choice);
  return {
    decision,
    hypotheses,
    readings: decision === 'REJECT' ? [] : choice,
    priorFlip: query.explain ? priorFlip(weighed) : undefined,
    degraded: weighed.size < outcomes.length,
    bests,
  };
}

const unweighed: Weighing = { priors: new Map(), shares: undefined };
const noPrior: Prior = { shift: 0, contributions: [] };

function weigh(hypotheses: readonly DomainHypothesis[], prior: Prior): WeighedHypothesis[] {
  // Field by field: a spread of each is most of this step's time.
  return hypotheses.map((hypothesis) => ({
    domain: hypothesis.domain,
    slots: hypothesis.slots,
    confidence: hypothesis.confidence,
    contributions: hypothesis.contributions,
    encoded: hypothesis.encoded,
    priorShift: prior.shift,
    priorContributions: prior.contributions,
    posterior: applyPrior(hypothesis.confidence, prior.shift),
  }));
}

function bestOf(hypotheses: readonly WeighedHypothesis[]): number {
  let best = 0;
  for (const { posterior } of hypotheses) if (posterior > best) best = posterior;
  return best;
}
