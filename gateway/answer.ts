import { type Decision, decide, type RejectionThresholds } from './decision.js';
import type { DomainHypothesis, WeighedHypothesis } from './hypothesis.js';
import { merge } from './merge.js';
import type { BestByDomain } from './missing-risk.js';
import type { Answered, DomainOutcome } from './outcome.js';
import { type PriorFlip, priorFlip } from './prior-flip.js';
import type { PriorTable } from './prior-table.js';
import { applyPrior, contextPriors, type Prior } from './priors.js';
import { offered, type Reading, readings } from './readings.js';
import type { Query } from './request.js';

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
  readonly rejection: RejectionThresholds;
}

/** From the domains' outcomes to the answer: priors, merge, readings, decision. At least one domain has answered. */
export function answer(
  query: Pick<Query, 'applyPriors' | 'context' | 'explain' | 'maxHypotheses' | 'minConfidence'>,
  outcomes: readonly DomainOutcome[],
  { priors: table, rejection }: AnswerRules,
): Answer {
  const answered = outcomes.filter((outcome): outcome is Answered => outcome.status === 'OK');
  const priors = query.applyPriors ? contextPriors(table, query.context) : none;
  const weighed = new Map(
    answered.map(({ domain, reply }) => [
      domain,
      weigh(reply.hypotheses, priors.get(domain) ?? noPrior, query.explain),
    ]),
  );
  const hypotheses = merge([...weighed.values()].flat(), query);
  const inDomain = answered.map((outcome) => outcome.reply.inDomain);
  // Of all hypotheses: what a request limits is the list, not what the user may have meant. Minimum share 1 never asks.
  const choice = offered(readings(weighed), table.clarify?.minShare ?? 1);
  const decision = decide(hypotheses, inDomain, rejection, choice);
  return {
    decision,
    hypotheses,
    readings: decision === 'REJECT' ? [] : choice,
    priorFlip: query.explain ? priorFlip(weighed) : undefined,
    degraded: answered.length < outcomes.length,
    bests: new Map([...weighed].map(([domain, list]) => [domain, Math.max(0, ...list.map((one) => one.posterior))])),
  };
}

const none: ReadonlyMap<string, Prior> = new Map();
const noPrior: Prior = { shift: 0, contributions: [] };

function weigh(hypotheses: readonly DomainHypothesis[], prior: Prior, explain: boolean): WeighedHypothesis[] {
  return hypotheses.map((hypothesis) => ({
    domain: hypothesis.domain,
    slots: hypothesis.slots,
    confidence: hypothesis.confidence,
    contributions: hypothesis.contributions,
    encoded: hypothesis.encoded,
    priorShift: prior.shift,
    priorContributions: explain ? prior.contributions : [],
    posterior: applyPrior(hypothesis.confidence, prior.shift),
  }));
}
