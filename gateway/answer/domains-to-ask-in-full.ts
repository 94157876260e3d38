import type { AnswerRules } from './answer-rules.js';
import { anyDomain } from './decision.js';
import type { DomainEvidence } from './priors/title-shares.js';

/** The fields of a domain's first reply that decide whether it is asked again. */
export interface FirstReply extends DomainEvidence {
  readonly hypotheses: readonly object[];
  /** True when the domain left its hypotheses out: its classifier alone says that the utterance is not its own. */
  readonly hypothesesLeftOut: boolean;
}

/**
 * The domains that left their hypotheses out of the first round's replies and whose hypotheses the answer needs, so that
 * they must be asked in full:
 * - all of them, where no domain replied with a hypothesis and the utterance is not rejected: what is accepted has a hypothesis;
 * - where a catalogue lists the title that is asked for, those with the largest share of the request, or with a share that
 *   is large enough to be offered: there context and catalogues may outweigh a classifier.
 * @param shares the title shares of these replies, undefined when no catalogue lists the title
 */
export function domainsToAskInFull(
  replies: ReadonlyMap<string, FirstReply>,
  shares: ReadonlyMap<string, number> | undefined,
  { threshold, minShare }: Pick<AnswerRules, 'threshold' | 'minShare'>,
): string[] {
  const leftOut: string[] = [];
  let isAnyOffered = false;
  for (const [domain, { hypotheses, hypothesesLeftOut }] of replies) {
    if (hypotheses.length > 0) isAnyOffered = true;
    else if (hypothesesLeftOut) leftOut.push(domain);
  }
  if (leftOut.length === 0) return leftOut;
  if (!isAnyOffered) {
    return anyDomain([...replies.values()].map(({ inDomain }) => inDomain)) < threshold ? [] : leftOut;
  }
  if (!shares) return [];
  const least = Math.min(minShare, Math.max(...shares.values()));
  return leftOut.filter((domain) => (shares.get(domain) ?? 0) >= least);
}
