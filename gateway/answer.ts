import { type Decision, decide, type RejectionThresholds } from './decision.js';
import type { DomainHypothesis, WeighedHypothesis } from './hypothesis.js';
import { merge } from './merge.js';
import type { BestByDomain } from './missing-risk.js';
import type { Answered, DomainOutcome } from './outcome.js';
import type { PriorTable } from './prior-table.js';
import { applyPrior, priorShifts } from './priors.js';
import type { Query } from './request.js';

export interface Answer {
  readonly decision: Decision;
  /** Merged, best first. */
  readonly hypotheses: readonly WeighedHypothesis[];
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

/** From the domains' outcomes to the answer: priors, merge, decision. At least one domain has answered. */
export function answer(
  query: Pick<Query, 'applyPriors' | 'context' | 'maxHypotheses' | 'minConfidence'>,
  outcomes: readonly DomainOutcome[],
  rules: AnswerRules,
): Answer {
  const answered = outcomes.filter((outcome): outcome is Answered => outcome.status === 'OK');
  const shifts: ReadonlyMap<string, number> = query.applyPriors ? priorShifts(rules.priors, query.context) : new Map();
  const weighed = new Map(
    answered.map(({ domain, reply }) => [domain, weigh(reply.hypotheses, shifts.get(domain) ?? 0)]),
  );
  const hypotheses = merge([...weighed.values()].flat(), query);
  const inDomain = answered.map((outcome) => outcome.reply.inDomain);
  return {
    decision: decide(hypotheses, inDomain, rules.rejection),
    hypotheses,
    degraded: answered.length < outcomes.length,
    bests: new Map([...weighed].map(([domain, list]) => [domain, Math.max(0, ...list.map((one) => one.posterior))])),
  };
}

function weigh(hypotheses: readonly DomainHypothesis[], priorShift: number): WeighedHypothesis[] {
  return hypotheses.map((hypothesis) => ({
    ...hypothesis,
    priorShift,
    posterior: applyPrior(hypothesis.confidence, priorShift),
  }));
}
