import { applyShift } from '../../gateway/answer/apply-priors.js';
import type { InterpretResponse__Output } from '../../proto/gen/nlu/v1/InterpretResponse.js';

/** Probabilities are held off 0 and 1 by this much, so that they have odds. */
const EDGE = 1e-9;

/** What one domain believes, before the context prior and after it. */
export interface DomainBelief {
  readonly domain: string;
  /** P(the utterance is the domain's), in [0, 1]. */
  readonly before: number;
  readonly after: number;
  /** Log-odds that the prior adds. */
  readonly shift: number;
}

/** What each domain believes of an utterance, in the order of the reply; those that did not answer are left out. */
export function domainBeliefs({ domains, hypotheses }: InterpretResponse__Output): DomainBelief[] {
  return domains
    .filter(({ status }) => status === 'DOMAIN_STATUS_CODE_OK')
    .map(({ domain, inDomain }) => {
      const own = hypotheses.filter((hypothesis) => hypothesis.domain === domain);
      const before = Math.max(inDomain, ...own.map(({ confidence }) => confidence));
      const shift = own[0]?.priorShift ?? 0;
      return { domain, before, after: applyShift(before, shift), shift };
    });
}

/** A reading, or none of them, with its probability once a prior is changed. */
export interface WeighedReading {
  readonly domain: string;
  readonly title: string;
  readonly intent: string;
  readonly probability: number;
}

/**
 * The best hypothesis of each domain and what it would come to if the prior of one domain gained so many log-odds. What a prior
 * gives to one domain it takes from all others alike, as the gateway's `prior_flip` counts.
 * @param logOdds natural-log odds, of any sign
 * @returns best first, their probabilities being posteriors
 */
export function withPrior(reply: InterpretResponse__Output, domain: string, logOdds: number): WeighedReading[] {
  const belief = domainBeliefs(reply).find((each) => each.domain === domain)?.after ?? 0;
  const now = Math.min(1 - EDGE, Math.max(EDGE, belief));
  const then = applyShift(now, logOdds);
  const bests = new Map<string, WeighedReading>();
  for (const { domain: own, intent, title, posterior, forbidden } of reply.hypotheses) {
    if (forbidden) continue;
    const factor = own === domain ? then / now : (1 - then) / (1 - now);
    const probability = Math.min(1, posterior * factor);
    if (probability > (bests.get(own)?.probability ?? -1)) bests.set(own, { domain: own, title, intent, probability });
  }
  return [...bests.values()].sort((one, other) => other.probability - one.probability);
}
