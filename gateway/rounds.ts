import { anyDomain } from './decision.js';
import type { Answered, DomainOutcome } from './outcome.js';
import type { Query } from './request.js';

/**
 * Asks the domains. Where each that answers leaves out its hypotheses, since its classifier alone says that the utterance is not
 * its own, and that rejects nothing (a threshold set low), they are asked again for them: what is accepted has a hypothesis.
 * @param ask one fan-out: an outcome for each of the query's domains
 * @param threshold P(any domain's) below which is rejected, in [0, 1]
 * @returns one outcome a domain, in the query's order; what became of the second call where there was one
 */
export async function askInRounds(
  query: Query,
  ask: (query: Query) => Promise<DomainOutcome[]>,
  threshold: number,
): Promise<DomainOutcome[]> {
  const first = await ask(query);
  const answered = first.filter((outcome): outcome is Answered => outcome.status === 'OK');
  if (!query.skipScreened || answered.length === 0) return first;
  if (answered.some(({ reply }) => reply.hypotheses.length > 0)) return first;
  if (anyDomain(answered.map(({ reply }) => reply.inDomain)) < threshold) return first;
  const second = await ask({ ...query, domains: answered.map(({ domain }) => domain), skipScreened: false });
  return first.map((outcome) => {
    const again = second.find(({ domain }) => domain === outcome.domain);
    return again ? { ...again, latencyMs: outcome.latencyMs + again.latencyMs } : outcome;
  });
}
