import type { AnswerRules } from '../answer/answer-rules.js';
import { domainsToAskInFull } from '../answer/domains-to-ask-in-full.js';
import { type TitleShares, titleShares } from '../answer/priors/title-shares.js';
import type { DomainOutcome } from './outcome.js';
import type { Query } from './query.js';
import type { EncodedReply } from './replies/encoded-reply.js';

/** What came of asking the domains, in one round or in two. */
export interface Asked {
  /** One per domain, in the query's order; the second call's where there was one. */
  readonly outcomes: readonly DomainOutcome[];
  /** The replies among the outcomes, by domain in the same order. */
  readonly replies: ReadonlyMap<string, EncodedReply>;
  /** The title shares of the replies, where they are known already. */
  readonly shares: TitleShares | undefined;
}

/**
 * Asks the domains, and those whose hypotheses the answer turns out to need once more.
 * @param ask one fan-out: an outcome for each of the query's domains
 */
export async function askInRounds(
  query: Query,
  ask: (query: Query) => Promise<DomainOutcome[]>,
  rules: AnswerRules,
): Promise<Asked> {
  const first = await ask(query);
  const replies = repliesOf(first);
  if (!query.skipScreened) return { outcomes: first, replies, shares: undefined };
  const shares = titleShares(rules.priors, replies, query.context);
  const domains = domainsToAskInFull(replies, shares, rules);
  if (domains.length === 0) return { outcomes: first, replies, shares };
  const second = await ask({ ...query, domains, skipScreened: false });
  const outcomes = first.map((outcome) => {
    const again = second.find(({ domain }) => domain === outcome.domain);
    return again ? { ...again, latencyMs: outcome.latencyMs + again.latencyMs } : outcome;
  });
  return { outcomes, replies: repliesOf(outcomes), shares: undefined };
}

function repliesOf(outcomes: readonly DomainOutcome[]): Map<string, EncodedReply> {
  const replies = new Map<string, EncodedReply>();
  for (const outcome of outcomes) if (outcome.status === 'OK') replies.set(outcome.domain, outcome.reply);
  return replies;
}
