import { anyDomain } from './any-domain.js';
import type { AbsentClaims } from './claims/claims.js';
import { boundedLogit, type ContextRatios } from './priors/context-priors.js';

/** Whose an utterance is while domains are absent; both in [0, 1]. */
export interface Presence {
  /** P(it is an absent domain's). */
  readonly missingRisk: number;
  /** P(it is any domain's, absent or present). */
  readonly anyDomain: number;
}

/**
 * P(an absent domain was meant) beside what the present ones say. One utterance is one domain's at most: an absent domain
 * that would say c, the present ones together, P, and none stand to each other as their odds, c / (1 - c) to P / (1 - P) to 1,
 * so that a present domain that is sure leaves little to an absent one. A context multiplies each domain's odds by its ratio
 * P(domain | context) / P(domain), and none's by their mean, as in `domainPriors`.
 * @param inDomain P(in domain) of each present domain, in [0, 1]
 * @param absent what absent domains would say; empty: the risk is 0, and P(any domain) that of the present ones
 * @param ratios in natural-log odds by domain; a domain that is not named has 0
 */
export function presence(
  inDomain: ReadonlyMap<string, number>,
  absent: AbsentClaims,
  ratios: ContextRatios = new Map(),
): Presence {
  const any = anyDomain([...inDomain.values()]);
  if (absent.size === 0) return { missingRisk: 0, anyDomain: any };
  const missing = weighed(absent, ratios);
  const own = weighed(inDomain, ratios);
  const present = Math.exp(boundedLogit(any));
  const presentShifted = own.odds > 0 ? (present * own.shifted) / own.odds : present;
  // None's odds are 1: its ratio is the mean of the domains'.
  const none = (missing.shifted + presentShifted) / (missing.odds + present);
  const total = missing.shifted + presentShifted + none;
  return { missingRisk: missing.shifted / total, anyDomain: (missing.shifted + presentShifted) / total };
}

/** The domains' odds and what a context makes of them, each summed. */
function weighed(beliefs: ReadonlyMap<string, number>, ratios: ContextRatios): { odds: number; shifted: number } {
  const sums = { odds: 0, shifted: 0 };
  for (const [domain, belief] of beliefs) {
    const odds = Math.exp(boundedLogit(belief));
    sums.odds += odds;
    sums.shifted += odds * Math.exp(ratios.get(domain) ?? 0);
  }
  return sums;
}
