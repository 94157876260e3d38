import type { DomainStatus } from '../proto/gen/nlu/v1/DomainStatus.js';
import type { Hypothesis } from '../proto/gen/nlu/v1/Hypothesis.js';
import type { InterpretResponse } from '../proto/gen/nlu/v1/InterpretResponse.js';
import type { Answer } from './answer.js';
import type { WeighedHypothesis } from './hypothesis.js';
import type { DomainOutcome } from './outcome.js';

/** The wire form of an answer. Contributions are there when they were asked for; the domains left them out otherwise. */
export function toResponse(
  requestId: string,
  answer: Answer,
  outcomes: readonly DomainOutcome[],
  missingDomainRisk: number,
  priorsVersion: string,
): InterpretResponse {
  return {
    requestId,
    decision: answer.decision,
    hypotheses: answer.hypotheses.map(toWireHypothesis),
    domains: outcomes.map(toWireStatus),
    degraded: answer.degraded,
    readings: answer.readings.map(({ domain, title, probability, hypothesis }) => ({
      domain,
      title,
      probability,
      hypothesis: toWireHypothesis(hypothesis),
    })),
    priorFlip: answer.priorFlip ?? null,
    missingDomainRisk,
    priorsVersion,
  };
}

function toWireHypothesis(hypothesis: WeighedHypothesis): Hypothesis {
  const { domain, intent, scores, confidence, posterior, priorShift, priorContributions } = hypothesis;
  return {
    domain,
    intent,
    slots: [...hypothesis.slots],
    scores,
    confidence,
    posterior,
    contributions: [...hypothesis.contributions],
    priorShift,
    priorContributions: [...priorContributions],
  };
}

function toWireStatus(outcome: DomainOutcome): DomainStatus {
  const { domain, status, latencyMs } = outcome;
  if (outcome.status !== 'OK') return { domain, status, latencyMs, message: outcome.error.message };
  const { bundleVersion, inDomain } = outcome.reply;
  return { domain, status, latencyMs, bundleVersion, inDomain };
}
