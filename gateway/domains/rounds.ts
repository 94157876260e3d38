import { type NeedRules, neededOf, type Offer } from '../answer/left-out.js';
import type { DomainOutcome } from '../answer/outcome.js';
import type { Query } from '../service/request.js';

/**
 * Asks the domains, and those whose hypotheses the answer turns out to need once more.
 * @param ask one fan-out: an outcome for each of the query's domains
 * @returns one outcome a domain, in the query's order; what became of the second call where there was one
 */
export async function askInRounds(
  query: Query,
  ask: (query: Query) => Promise<DomainOutcome[]>,
  rules: NeedRules,
): Promise<DomainOutcome[]> {
  const first = await ask(query);
  if (!query.skipScreened) return first;
  const offers = new Map<string, Offer>();
  for (const outcome of first) if (outcome.status === 'OK') offers.set(outcome.domain, outcome.reply);
  const domains = neededOf(offers, query.context, rules);
  if (domains.length === 0) return first;
  const second = await ask({ ...query, domains, skipScreened: false });
  return first.map((outcome) => {
    const again = second.find(({ domain }) => domain === outcome.domain);
    return again ? { ...again, latencyMs: outcome.latencyMs + again.latencyMs } : outcome;
  });
}
