import { type Decision, decide, type RejectionThresholds } from './decision.js';
import type { WeighedHypothesis } from './hypothesis.js';
import { merge } from './merge.js';
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
  const weighed = answered.flatMap(({ domain, reply }) => {
    const priorShift = shifts.get(domain) ?? 0;
    return reply.hypotheses.map((hypothesis) => ({
      ...hypothesis,
      priorShift,
      posterior: applyPrior(hypothesis.confidence, priorShift),
    }));
  });
  const hypotheses = merge(weighed, query);
  const inDomain = answered.map((outcome) => outcome.reply.inDomain);
  return {
    decision: decide(hypotheses, inDomain, rules.rejection),
    hypotheses,
    degraded: answered.length < outcomes.length,
  };
}
